package main

import (
	"context"

	"truce/act"
	"truce/office"
)

// atOffice says which office a command works with.
type atOffice struct {
	Server string `help:"Address of the office." default:"http://127.0.0.1:8440" env:"TRUCE_SERVER" placeholder:"URL"`
	Data   string `help:"Folder of an office that is not being served, instead of an address." placeholder:"FOLDER"`
	Office string `help:"Origin of the office that you sign in to, if the key file does not say." env:"TRUCE_OFFICE" placeholder:"ORIGIN"`
}

// signer says whose key is used.
type signer struct {
	Key string `short:"k" help:"Key file." env:"TRUCE_KEY" placeholder:"FILE"`
}

// desk is an office that a command works with: in a folder of this machine or behind an
// address. Rights are the same at both.
type desk interface {
	Submit(ctx context.Context, sdjwt string) (office.Receipt, error)
	SubmitAll(ctx context.Context, sdjwts []string) ([]office.Outcome, error)
	Subject(ctx context.Context, id act.SubjectID, at office.Clocks) ([]office.Item, error)
	History(ctx context.Context, id act.SubjectID) ([]office.Told, error)
	List(ctx context.Context, q query) (page, error)
	Custodians(ctx context.Context) ([]string, error)
	Close() error
}

// page is a stretch of a list. Next is empty on the last.
type page struct {
	Items []office.Item
	Next  string
}

// open opens the office. With no key, reading shows the public edition.
func (a atOffice) open(ctx context.Context, e *env, who *key) (desk, error) {
	return openFolder(ctx, e, a.Data, who)
}

// reading opens the office for somebody who only reads: with a key for what its owner's
// roles allow, without one for the public edition.
func (a atOffice) reading(ctx context.Context, e *env, s signer) (desk, error) {
	if s.Key == "" {
		return a.open(ctx, e, nil)
	}
	k, err := readKey(s.Key)
	if err != nil {
		return nil, err
	}
	return a.open(ctx, e, &k)
}
