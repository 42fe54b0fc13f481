// Package cluster runs a private PostgreSQL with PostGIS for one run of the checks: its own
// folder, no network, gone at the end. It needs the Debian packages postgresql and
// postgresql-15-postgis-3 (or those of a later version) and installs nothing. It is not for
// data that anybody wants to keep: it does not sync to disk.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// Cluster is a running server.
type Cluster struct {
	bin, folder string
	as          *syscall.SysProcAttr
}

// Start makes and starts a server in a new temporary folder. Its socket is in that folder
// and it listens to nothing else, so any number can run side by side. Each query runs in
// one process: figures are for one thread.
func Start() (*Cluster, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return nil, errors.New("find PostgreSQL: install postgresql and postgresql-15-postgis-3")
	}
	folder, err := os.MkdirTemp("", "postgis")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	c := &Cluster{bin: bins[len(bins)-1], folder: folder}
	if err := c.start(); err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	return c, nil
}

func (c *Cluster) start() error {
	if err := c.dropRoot(); err != nil {
		return err
	}
	data := filepath.Join(c.folder, "data")
	if err := c.run("initdb", "-D", data, "-U", "check", "-A", "trust", "-E", "UTF8", "--no-sync"); err != nil {
		return err
	}
	options := "-c listen_addresses='' -c unix_socket_directories=" + c.folder +
		" -c fsync=off -c shared_buffers=1GB -c work_mem=256MB -c maintenance_work_mem=512MB" +
		" -c jit=off -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 -c autovacuum=off"
	return c.run("pg_ctl", "-D", data, "-l", filepath.Join(c.folder, "log"), "-o", options, "-w", "start")
}

// dropRoot has the server run as the user postgres when we are root, whom it refuses.
func (c *Cluster) dropRoot() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("find user: %w", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	c.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(c.folder, uid, gid)
}

func (c *Cluster) run(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = c.as, c.folder
	// The server keeps what it inherits open: a file, unlike a pipe, does not make us wait.
	out, err := os.CreateTemp(c.folder, name)
	if err != nil {
		return fmt.Errorf("run %s: %w", name, err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("run %s: %w: %s", name, err, said)
	}
	return nil
}

// Stop ends the server and removes its folder.
func (c *Cluster) Stop() error {
	err := c.run("pg_ctl", "-D", filepath.Join(c.folder, "data"), "-m", "immediate", "-w", "stop")
	return errors.Join(err, os.RemoveAll(c.folder))
}

// DSN says to PostgreSQL's clients where the server is.
func (c *Cluster) DSN() string { return "host=" + c.folder + " user=check dbname=postgres" }

// Open connects, with PostGIS and btree_gist in place.
func (c *Cluster) Open(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, c.DSN())
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	const sql = `set client_min_messages = warning;
		create extension if not exists postgis; create extension if not exists btree_gist`
	if _, err := conn.Exec(ctx, sql); err != nil {
		return nil, fmt.Errorf("install PostGIS: %w", err)
	}
	return conn, nil
}
