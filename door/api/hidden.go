package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/office/reading"
)

// hiddenStep is how many entries are read before what they hid is sent: a reader with a
// slow link must not hold a reading transaction.
const hiddenStep = 512

// hidden streams the disclosures that go beside a copy of the register, a line of JSON for
// each act that hid something which this reader may see.
func (a *API) hidden(w http.ResponseWriter, r *http.Request) {
	c := callerOf(r.Context())
	err := a.may(c, policy.CopyRegister)
	var from, to int64
	if err == nil {
		from, to, err = a.stretch(r)
	}
	var by people.Release
	if err == nil {
		by, err = a.released(r, c.who())
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", wire.MediaNDJSON)
	p := patient(w)
	defer p.stop()
	out := compressed(p.writer(w), r)
	defer out.Close()
	for ; from < to; from += hiddenStep {
		if err := a.hiddenStretch(r, c.who(), by, from, min(to, from+hiddenStep), out); err != nil {
			a.problemOf(r, err) // logs it
			panic(http.ErrAbortHandler)
		}
	}
}

// released is the release that was named; without one, nothing that is restricted is in the answer.
func (a *API) released(r *http.Request, who policy.Person) (people.Release, error) {
	given := r.URL.Query().Get("release")
	if given == "" {
		return people.Release{}, nil
	}
	id, err := act.ParseID(given)
	if err != nil {
		return people.Release{}, wrong("release", problem.ReasonNotAnIdentifier)
	}
	return a.office.Reading.Release(who, id)
}

// stretch is from..to, by default everything. It ends where the register does.
func (a *API) stretch(r *http.Request) (from, to int64, err error) {
	query := r.URL.Query()
	read := func(name string, otherwise int64) int64 {
		given := query.Get(name)
		if given == "" {
			return otherwise
		}
		n, parseErr := strconv.ParseInt(given, 10, 64)
		if parseErr != nil || n < 0 {
			err = wrong(name, problem.ReasonNotANumber)
		}
		return n
	}
	from, to = read("from", 0), read("to", a.office.Size())
	return from, min(to, a.office.Size()), err
}

func (a *API) hiddenStretch(r *http.Request, who policy.Person, by people.Release, from, to int64, out io.Writer) error {
	var all []wire.Hidden
	err := a.office.Reading.Hidden(r.Context(), who, by, from, to, func(handed reading.Handed) error {
		h := wire.Hidden{Act: handed.Act.ID, Withheld: handed.Withheld, Lacks: handed.Lacks, Erased: handed.Erased}
		for _, d := range handed.Disclosures {
			h.Disclosures = append(h.Disclosures, d.String())
		}
		all = append(all, h)
		return nil
	})
	if err != nil {
		return err
	}
	for _, h := range all {
		line, err := json.Marshal(h)
		if err != nil {
			return err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	if packer, is := out.(*gzip.Writer); is {
		return packer.Flush()
	}
	return nil
}
