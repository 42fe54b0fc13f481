package officetest

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"truce/office"
	"truce/office/house"
)

// Zip writes all that is in a folder into one file.
func Zip(folder, into string) error {
	file, err := os.Create(into)
	if err != nil {
		return err
	}
	w := zip.NewWriter(file)
	return errors.Join(w.AddFS(os.DirFS(folder)), w.Close(), file.Close())
}

// Unzip is a new folder with all that Zip wrote into a file.
func Unzip(t testing.TB, file string) (folder string, err error) {
	t.Helper()
	folder = t.TempDir()
	z, err := zip.OpenReader(file)
	if err != nil {
		return "", err
	}
	return folder, errors.Join(os.CopyFS(folder, z), z.Close())
}

// Open opens an office's folder in place, as whoever puts this program beside it does.
func Open(ctx context.Context, folder string) (*house.House, error) {
	return house.Open(ctx, office.Options{Folder: folder, Now: time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
}
