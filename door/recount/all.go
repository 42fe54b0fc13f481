package recount

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/door/folded"
	"truce/ground/act"
	"truce/ground/work"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/tool/keep"
)

// All is what came of making every published bulletin of a copy again.
type All struct {
	Bulletins int           // as first published and as corrected
	Figures   int           // that were made again
	Open      int           // of those: not reckoned here, because they turn on what is withheld from the copy
	Unheld    int           // of those: reckoned, and held to nothing, because the copy does not hold the edition
	Wrong     []WrongFigure // at most mostWrong
	More      int           // besides those
	Apart     int           // editions that cannot be held to the copy here: it does not hold them, or they are of other rules
}

// WrongFigure is one statement of a published bulletin that the acts do not make.
type WrongFigure struct {
	Bulletin   act.SubjectID
	Correction int
	Edition    string
	What       string
}

const mostWrong = 100

// HoldAll makes every published bulletin of a copy again and compares it, figure by figure, with what was published: with
// the bytes that lie in the copy's folder, or with the digests alone where nothing is withheld.
func HoldAll(ctx context.Context, dir string, c *folded.Copy, tell work.Tell) (all All, err error) {
	h := holdingAll{ctx: ctx, dir: dir, copy: c, All: &all}
	published, err := h.published()
	if err != nil {
		return all, err
	}
	for i, p := range published {
		for _, issue := range p.state.Issues {
			if err := h.issue(p, issue); err != nil {
				return all, fmt.Errorf("make %s again: %w", p.subject, err)
			}
		}
		tell.At("count again", int64(i+1), int64(len(published)), "bulletins")
	}
	return all, nil
}

type holdingAll struct {
	*All
	ctx  context.Context
	dir  string
	copy *folded.Copy
}

type bulletinRow struct {
	subject act.SubjectID
	state   publication.Bulletin
}

func (h *holdingAll) published() (all []bulletinRow, err error) {
	err = h.copy.Read(h.ctx, func(r keep.Reader) error {
		return r.NounAsOf(publication.Noun, time.Time{}, func(row keep.Row) error {
			p := bulletinRow{subject: row.Subject}
			all = append(all, p)
			return json.Unmarshal([]byte(row.State), &all[len(all)-1].state)
		})
	})
	return all, err
}

// issue makes one issue again and holds each edition to it.
func (h *holdingAll) issue(p bulletinRow, issue publication.Issue) error {
	h.Bulletins++
	if !bulletin.Has(issue.Rules) || len(issue.Registers) != 1 {
		h.Apart += len(issue.Editions)
		return nil
	}
	if issue.Blind == "" {
		issue.Blind = h.blind(issue)
	}
	made, err := h.copy.Bulletins.Make(h.ctx, bulletins.Spec{
		Spec:   bulletin.Spec{Kind: p.state.Kind, Date: p.state.Date, CutOff: p.state.CutOff, TimeZone: p.state.TimeZone, From: p.state.From},
		Number: p.state.Number, Correction: issue.Correction, Known: issue.Known, Blind: issue.Blind, Rows: issue.Rows, Rules: issue.Rules, FromCopy: true,
	})
	if err != nil {
		return err
	}
	for _, edition := range issue.Editions {
		if err := h.edition(p, issue, edition, made); err != nil {
			return err
		}
	}
	return nil
}

// blind is what was drawn for an issue, as the mission's edition says whose digest the act signs: the act itself may not tell it any more, because that
// was erased, or because it is withheld. "" if that edition is not held here.
func (h *holdingAll) blind(issue publication.Issue) string {
	text, err := h.text(issue.Digest(publication.Mission))
	if err != nil {
		return ""
	}
	b, err := bulletin.Parse(text)
	if err != nil {
		return ""
	}
	return b.Header.Blind
}

// edition holds one edition to what was published.
func (h *holdingAll) edition(p bulletinRow, issue publication.Issue, edition publication.Edition, made bulletins.Made) error {
	again := made.Editions[edition.Edition]
	if bulletin.Digest(made.Bytes[edition.Edition]) == edition.SHA256 {
		figures, _, err := bulletin.Figures(again, nil)
		h.Figures += figures
		return err
	}
	figures, open, err := bulletin.Figures(again, made.Unreckoned)
	if err != nil {
		return err
	}
	text, err := h.text(edition.SHA256)
	switch {
	case errors.Is(err, fs.ErrNotExist) && (len(made.Unreckoned) > 0 || issue.Blind == "" && edition.Edition == publication.Mission):
		h.Figures, h.Open, h.Unheld = h.Figures+figures, h.Open+open, h.Unheld+figures-open
		return nil
	case errors.Is(err, fs.ErrNotExist):
		h.Apart++
		return nil
	case err != nil:
		h.wrong(p, issue, edition, err.Error())
		return nil
	}
	return h.compare(p, issue, edition, text, made)
}

// compare holds a published edition to what folding the copy gives, statement by statement.
func (h *holdingAll) compare(p bulletinRow, issue publication.Issue, edition publication.Edition, text []byte, made bulletins.Made) error {
	claimed, err := bulletin.Parse(text)
	if apart(err) {
		h.Apart++
		return nil
	}
	if err != nil {
		return err
	}
	held, err := bulletin.Hold(claimed, bulletin.Folded{Rows: made.Rows.Rows, Unreckoned: made.Unreckoned}, nil)
	if err != nil {
		return err
	}
	figures, open, err := bulletin.Figures(claimed, made.Unreckoned)
	h.Figures, h.Open = h.Figures+figures, h.Open+open
	for _, d := range held.Differences {
		switch d.Verdict {
		case bulletin.Wrong:
			h.wrong(p, issue, edition, fmt.Sprintf("%s: it says %s, the acts make it %s", d.Path, said(d.Claimed), said(d.Made)))
		case bulletin.Refolded:
			h.Apart++
			return err
		}
	}
	return err
}

func said(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// text reads what the copy's folder holds under a digest.
func (h *holdingAll) text(digest string) ([]byte, error) {
	text, err := fs.ReadFile(copies.Files(h.dir), copies.BulletinPath(digest))
	if err == nil && bulletin.Digest(text) != digest {
		err = errors.New("the file in the copy is not what was published: it was altered")
	}
	return text, err
}

func (h *holdingAll) wrong(p bulletinRow, issue publication.Issue, edition publication.Edition, what string) {
	if len(h.Wrong) == mostWrong {
		h.More++
		return
	}
	h.Wrong = append(h.Wrong, WrongFigure{p.subject, issue.Correction, edition.Edition, what})
}
