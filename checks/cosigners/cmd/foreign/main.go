// Command foreign runs a cosigner that is not ours for one register, until it is told to end:
//
//	foreign LITEWITNESS FOLDER NAME KEY
//
// LITEWITNESS is the program of the torchwood module, KEY the register's public key. It prints the cosigner's public
// key and its address, as a policy names them.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"truce/checks/cosigners/foreign"
	"truce/ground/register"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return errors.New("want: foreign LITEWITNESS FOLDER NAME KEY")
	}
	program, folder, name, key := args[0], args[1], args[2], args[3]
	log, err := register.NewVerifier(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	l, err := foreign.New(program, folder, name, rand.Reader)
	if err != nil {
		return err
	}
	defer l.Close()
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := errors.Join(l.Follow(log.Name(), key), l.Start()); err != nil {
		return err
	}
	fmt.Println(l.VKey, "http://"+l.Address)
	<-ended.Done()
	return nil
}
