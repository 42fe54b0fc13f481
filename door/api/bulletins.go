package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/timezone"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/tool/answer"
)

// routeBulletins serves bulletins: what was published to everybody, what builds itself to
// those who may see drafts.
func (a *API) routeBulletins() {
	form := []*huma.Param{
		written(inQuery("edition", "default: the fullest that the reader may have"), "edition"),
		inQuery("format", "json, html or csv (a zip of tables), and of a published one rows: what was counted, for readers of the mission's edition; default: what Accept asks for, else json"),
		written(inQuery("lang", "of html; default: what Accept-Language asks for"), "language"),
	}
	answered := content("The canonical JSON (RFC 8785), the page, or the tables.", "application/json", "text/html", "application/zip")
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/api/bulletins/draft", Summary: "A bulletin as it builds itself", Security: signedIn(),
		Description: "Nobody answers for it yet. Everything has a default: the daily bulletin of the last day that is over, by the office's cut-off and time zone.",
		Parameters:  append(specParams(), append([]*huma.Param{written(inQuery("known", "as known at this time (RFC 3339)"), "moment")}, form...)...),
		Responses:   map[string]*huma.Response{"200": answered}}, "", a.identified(packing(a.draftBulletin)))
	get(a, huma.Operation{Path: "/api/bulletins/proposal", Summary: "The act that would publish or correct a bulletin, to look through and sign", Security: signedIn(),
		Description: "With correct, the name of a published bulletin, its correction; what and why are its author's to fill in."}, a.proposal)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/api/bulletins/{bulletin}", Summary: "A published bulletin", Security: anybody(),
		Description: "The name of its subject, such as hq-daily-2017-05-07; with .json, .html or .csv for a format.",
		Parameters: append([]*huma.Param{written(path("bulletin", "its name"), "name"),
			written(inQuery("correction", "as corrected by this notice; 0: as first published; default: as it stands last"), "count")}, form...),
		Responses: map[string]*huma.Response{"200": answered}}, "", a.identified(packing(a.bulletin)))
}

func specParams() []*huma.Param {
	return []*huma.Param{
		written(inQuery("kind", "default: daily"), "period"), written(inQuery("date", "civil day with whose cut-off it ends, such as 2017-05-07"), "day"),
		written(inQuery("cutOff", "time of day such as 18:00; 24:00 is the end of the day; default: that of the office on that day"), "time-of-day"), inQuery("timeZone", "IANA name, such as Asia/Damascus; default: that of the office on that day"),
		written(inQuery("whole", "true: of all days since the bulletin of its kind before it, however many"), "flag"),
	}
}

type proposalInput struct {
	Kind    string `query:"kind" format:"period" doc:"daily or weekly"`
	Date    string `query:"date" format:"day" doc:"civil day with whose cut-off it ends, by the office's rules"`
	Whole   string `query:"whole" format:"flag" doc:"of all days since the bulletin of its kind before it, however many"`
	Correct string `query:"correct" doc:"name of a published bulletin that is to be corrected"`
}

type proposalOutput struct{ Body answer.PublicationProposal }

func (a *API) proposal(ctx context.Context, c *caller, in *proposalInput) (*proposalOutput, error) {
	var p answer.PublicationProposal
	var err error
	if in.Correct != "" {
		p, err = a.office.Bulletins.ProposeCorrection(ctx, c.who(), in.Correct)
	} else if whole, refused := readBool("whole", in.Whole); refused != nil {
		return nil, refused
	} else {
		p, err = a.office.Bulletins.Propose(ctx, c.who(), bulletins.Spec{
			Spec: bulletin.Spec{Kind: in.Kind, Date: in.Date, Whole: whole}})
	}
	return &proposalOutput{p}, err
}

func (a *API) draftBulletin(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	spec := bulletins.Spec{Spec: bulletin.Spec{Kind: q.Get("kind"), Date: q.Get("date"), CutOff: q.Get("cutOff"), TimeZone: q.Get("timeZone")}}
	var err error
	if spec.Whole, err = readBool("whole", q.Get("whole")); err != nil {
		a.fail(w, r, err)
		return
	}
	if spec.Known, err = readTime("known", q.Get("known")); err != nil {
		a.fail(w, r, err)
		return
	}
	text, err := a.office.Bulletins.Draft(r.Context(), callerOf(r.Context()).who(), spec, q.Get("edition"))
	a.writeBulletin(w, r, text, err, "", nil)
}

func (a *API) bulletin(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	name, suffix := r.PathValue("bulletin"), ""
	for _, format := range []string{"json", "html", "csv"} {
		if bare, is := strings.CutSuffix(name, "."+format); is {
			name, suffix = bare, format
		}
	}
	correction, err := -1, error(nil)
	if given := q.Get("correction"); given != "" {
		if correction, err = strconv.Atoi(given); err != nil || correction < 0 {
			err = wrong("correction", problem.ReasonNotANumber)
		}
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	who := callerOf(r.Context()).who()
	if q.Get("format") == "rows" {
		text, err := a.office.Bulletins.Rows(r.Context(), who, name, correction)
		a.writeRows(w, r, text, err)
		return
	}
	text, err := a.office.Bulletins.Read(r.Context(), who, name, correction, q.Get("edition"))
	a.writeBulletin(w, r, text, err, suffix, func() (*bulletin.Issued, error) {
		return a.office.Bulletins.Issued(r.Context(), who, name, correction, q.Get("edition"))
	})
}

// issuing tells when and why a bulletin was published; nil of a draft.
type issuing func() (*bulletin.Issued, error)

// writeRows answers the rows that a bulletin was made from, which are as confidential as its
// fullest edition.
func (a *API) writeRows(w http.ResponseWriter, r *http.Request, text []byte, err error) {
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := w.Write(text); err != nil && r.Context().Err() == nil {
		a.logFault(r, err)
	}
}

// writeBulletin answers an edition in the form that was asked for. The canonical bytes go
// out as they are: they are what digests are of. Of rules that this program does not have they
// are all that there is. A draft was never issued.
func (a *API) writeBulletin(w http.ResponseWriter, r *http.Request, text []byte, err error, format string, issued issuing) {
	if lang := r.URL.Query().Get("lang"); err == nil && lang != "" && !slices.Contains(bulletin.Languages(), lang) {
		err = wrong("lang", problem.ReasonNotUnderstood)
	}
	var b bulletin.Bulletin
	format = formatOf(r, format)
	if err == nil {
		b, err = bulletin.Parse(text)
	}
	if other, is := errors.AsType[bulletin.OtherRules](err); is {
		err = nil
		if format != "json" {
			err = problem.Conflict(problem.BulletinOtherRules, problem.P{"found": other.Number, "expected": bulletin.Rules})
		}
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Vary", "Accept, Accept-Language, Authorization")
	w.Header().Set("Cache-Control", "no-cache")
	if issued == nil || b.Header.Edition != publication.Public {
		w.Header().Set("Cache-Control", "no-store")
	}
	switch format {
	case "html":
		a.writePage(w, r, b, issued)
	case "csv":
		w.Header().Set("Content-Type", "application/zip")
		err = b.Zip(w)
	case "json":
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("ETag", `W/"`+bulletin.Digest(text)+`"`)
		_, err = w.Write(text)
	default:
		a.fail(w, r, wrong("format", problem.ReasonNameUnknown))
	}
	if err != nil && r.Context().Err() == nil {
		a.logFault(r, err)
	}
}

func formatOf(r *http.Request, suffix string) string {
	if asked := r.URL.Query().Get("format"); asked != "" {
		return asked
	}
	if suffix != "" {
		return suffix
	}
	accept := r.Header.Get("Accept")
	switch {
	case strings.Contains(accept, "text/html"):
		return "html"
	case strings.Contains(accept, "application/zip"):
		return "csv"
	}
	return "json"
}

// writePage writes the page whole before it begins to answer.
func (a *API) writePage(w http.ResponseWriter, r *http.Request, b bulletin.Bulletin, issued issuing) {
	loc, err := timezone.Load(b.Header.TimeZone)
	var page bytes.Buffer
	var head register.SignedHead
	var when *bulletin.Issued
	if err == nil && issued != nil {
		when, err = issued()
	}
	if err == nil {
		head, err = a.headOn(r, b.Header.Own().Size)
	}
	if err == nil {
		err = b.HTML(&page, bulletin.HTMLOptions{Language: languageOf(r), Location: loc, Draft: issued == nil, Issued: when, Head: head.Note})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.Write(page.Bytes())
}

// headOn is the head for the code on a page: one that covers what the bulletin rests on, of those that whoever
// asks is shown; else none.
func (a *API) headOn(r *http.Request, size int64) (register.SignedHead, error) {
	if callerOf(r.Context()).who().Known() {
		return a.office.HeadWith(r.Context(), size-1, a.enough())
	}
	note, of, err := a.public.head(r.Context(), a)
	if err != nil || of < size {
		return register.SignedHead{}, err
	}
	return register.OpenHead(note, a.office.Verifier())
}

func languageOf(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); asked != "" {
		return asked
	}
	return problem.Language(languages(r)...).String()
}
