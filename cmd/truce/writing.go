package main

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// writing is an office that somebody writes acts for.
type writing struct {
	desk
	key      key
	register act.RegisterID
}

// writing opens the office for the owner of the key.
func (a atOffice) writing(ctx context.Context, e *env, s signer) (writing, error) {
	k, err := e.readKey(s.Key)
	if err != nil {
		return writing{}, err
	}
	d, err := a.open(ctx, e, &k)
	if err != nil {
		return writing{}, err
	}
	register, err := a.registerOf(ctx, d, k)
	if err != nil {
		return writing{}, errors.Join(err, d.Close())
	}
	return writing{d, k, register}, nil
}

// do signs an act that names the latest acts about its subject, and hands it in.
func (w writing) do(ctx context.Context, e *env, kind act.Kind, subject act.SubjectID, body any) (id act.ID, err error) {
	signed, err := w.sign(ctx, e, kind, subject, body)
	if err != nil {
		return id, err
	}
	receipt, err := w.Submit(ctx, signed)
	if err != nil {
		return id, err
	}
	e.notef("%s %s is entry %d, received %s.\n", kind, subject, receipt.Index, stamp(receipt.Received))
	e.rests(receipt)
	return receipt.ID, nil
}

// sign signs an act that names the latest acts about its subject.
func (w writing) sign(ctx context.Context, e *env, kind act.Kind, subject act.SubjectID, body any) (string, error) {
	text, err := checked(body)
	if err != nil {
		return "", err
	}
	prev, err := latest(ctx, w.desk, subject)
	if err != nil && !isNotFound(err) {
		return "", err
	}
	signed, ds, err := w.key.signed(e, w.register, act.Draft{Kind: kind, Subject: subject, Prev: prev, Body: text})
	if err != nil {
		return "", err
	}
	return act.FormatSDJWT(signed, ds), nil
}

// tell is do that prints the id of the act, as truce submit does.
func (w writing) tell(ctx context.Context, e *env, kind act.Kind, subject act.SubjectID, body any) error {
	id, err := w.do(ctx, e, kind, subject, body)
	if err != nil {
		return err
	}
	e.printf("%s\n", id)
	of, err := nounOf(subject.Noun())
	if err != nil || !slices.ContainsFunc(of.Kinds, func(k noun.Kind) bool { return k.Name == noun.Endorsement().Name }) {
		return err
	}
	return w.waiting(ctx, e, id)
}

// party is the one that the key's owner speaks for, unless the mission names another.
func (w writing) party(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	me, err := w.Me(ctx)
	if err == nil && me.Party == "" {
		err = problem.Invalid(problem.PartyUnspoken)
	}
	return me.Party, err
}

// waits tells somebody of the mission who recorded a party's word that it does not count before the party itself says so.
func (w writing) waits(ctx context.Context, e *env, party string) error {
	me, err := w.Me(ctx)
	if err != nil || me.Party != "" || party == "" {
		return err
	}
	o, err := readOffice(ctx, w.desk)
	if err != nil {
		return err
	}
	if side, _ := o.state.Side(party); !side.Rooted.IsZero() {
		e.notef("%s%s\n", party, e.without(noun.RecordedOnly))
	}
	return nil
}

func isNotFound(err error) bool {
	p, is := errors.AsType[*wire.Problem](err)
	return is && p.Status == http.StatusNotFound
}
