package importer

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
)

// several are acts about one subject that belong together: signed one after the other,
// handed in together. What stands in the file is then a line each.
type several struct {
	o      Options
	report *Report
}

// line is one act and what it stands for in the report.
type line struct {
	Draft
	row    string
	number int // of the line or feature
}

// submit signs and hands in the lines and counts each.
func (s several) submit(ctx context.Context, subject act.SubjectID, lines []line) error {
	if len(lines) == 0 {
		return nil
	}
	p := newPen(s.o)
	acts, of := make([]string, len(lines)), make([]Listed, len(lines))
	for i, l := range lines {
		var err error
		if acts[i], err = p.sign(ctx, subject, "", l.Draft); err != nil {
			return fmt.Errorf("sign %s: %w", l.row, err)
		}
		of[i] = Listed{Line: l.number, Row: l.row, Subject: subject}
	}
	return s.report.outcomes(of, s.o.Submit.SubmitAll(ctx, acts))
}

// pen signs acts one after the other. Each names what this pen wrote last about its subject; the first
// that changes what others are judged by names what the office has.
type pen struct {
	Options
	last map[act.SubjectID][]act.ID
}

func newPen(o Options) pen { return pen{o, map[act.SubjectID][]act.ID{}} }

// sign makes an act of a draft.
func (o pen) sign(ctx context.Context, subject act.SubjectID, nonce string, d Draft) (sdjwt string, err error) {
	body, err := json.Marshal(d.Body)
	if err != nil {
		return "", err
	}
	prev, known := o.last[subject]
	if !known && o.Kinds.Governs(subject.Noun()) {
		if prev, err = o.Known.Heads(ctx, subject); err != nil {
			return "", err
		}
	}
	draft, _ := o.Kinds.Complete(act.Draft{Issued: o.Now(), Audience: []act.RegisterID{o.For}, Kind: d.Kind, Subject: subject, Nonce: nonce, Prev: prev, Body: body}, "")
	a, ds, err := o.Key.Sign(draft, o.Rand)
	if err != nil {
		return "", err
	}
	o.last[subject] = []act.ID{a.ID}
	return act.FormatSDJWT(a, ds), nil
}

// last reads the state of the subject's last period: false if the office has none.
func last(items []answer.Item, into any) (there bool, err error) {
	if len(items) == 0 {
		return false, nil
	}
	return true, json.Unmarshal(items[len(items)-1].State, into)
}

// none is no subject where nothing was found.
func none(items []answer.Item, err error) ([]answer.Item, error) {
	if told := problem.From(err); told != nil && told.Kind == problem.KindNotFound {
		return nil, nil
	}
	return items, err
}
