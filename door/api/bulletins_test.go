package api_test

import (
	"archive/zip"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/door/wire"
	"truce/judge/bulletin"
	"truce/noun/publication"
)

func TestBulletins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	w.Clock.Set(time.Date(2017, 5, 8, 1, 0, 0, 0, time.UTC))
	ctx := context.Background()
	secretary := w.client(t, "secretary")
	day := bulletin.Spec{Date: "2017-05-07"}
	p, err := secretary.Propose(ctx, day, "")
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", p.Kind, string(p.Subject), p.Body)
	const one = "/api/bulletins/hq-daily-2017-05-07"

	t.Run("strangers get the public edition of what was published", func(t *testing.T) {
		r := w.get(t, "", one).wants(t, ok)
		b, err := bulletin.Parse([]byte(r.body))
		if err != nil || b.Header.Edition != publication.Public || bulletin.Content[bulletin.Counts](b, "counts").Observed.N() == 0 {
			t.Errorf("%v: %+v", err, b.Header)
		}
		if strings.Contains(r.body, "report/") {
			t.Error("a stranger is told of a report")
		}
		w.get(t, "", one+"?edition=mission").refuses(t, 401, "unauthenticated")
		w.get(t, "auditor-1", one+"?edition=mission").refuses(t, 403, "not-permitted")
		w.get(t, "", "/api/bulletins/draft").refuses(t, 401, "unauthenticated")
		w.get(t, "auditor-1", "/api/bulletins/draft").refuses(t, 403, "not-permitted")
		w.get(t, "", "/api/bulletins/proposal").refuses(t, 401, "unauthenticated")
	})
	t.Run("the list names it, with its digests", func(t *testing.T) {
		page := read[wire.Page](t, w.get(t, "", "/api/bulletins").wants(t, ok))
		all := make([]publication.Bulletin, len(page.Items))
		for i, item := range page.Items {
			if err := json.Unmarshal(item.State, &all[i]); err != nil {
				t.Fatal(err)
			}
		}
		text := w.get(t, "secretary", one).wants(t, ok).body
		if len(all) != 1 || all[0].Number != 1 || all[0].Last().Digest("mission") != bulletin.Digest([]byte(text)) || all[0].Last().By != "" {
			t.Errorf("%+v", all)
		}
	})
	t.Run("in the form that is asked for", func(t *testing.T) {
		for _, ask := range [][]string{{one + ".html"}, {one + "?format=html"}, {one, "Accept", "text/html,*/*"}} {
			r := w.ask(t, "", "GET", ask[0], "", append(ask[1:], "Accept-Language", "fa")...)
			if r.StatusCode != 200 || !strings.Contains(r.body, `lang="fa" dir="rtl"`) || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%v: %d %s", ask, r.StatusCode, r.Header.Get("Content-Type"))
			}
		}
		r := w.get(t, "", one+".csv").wants(t, ok)
		if z, err := zip.NewReader(strings.NewReader(r.body), int64(len(r.body))); err != nil || len(z.File) != 8 {
			t.Errorf("%v", err)
		}
		w.get(t, "", one+"?format=rows").refuses(t, 401, "unauthenticated")
		rows, err := bulletin.ReadRows([]byte(w.get(t, "secretary", one+"?format=rows").wants(t, ok).body))
		if b, bad := bulletin.Parse([]byte(w.get(t, "", one).wants(t, ok).body)); err != nil || bad != nil || rows.Digest != b.Header.Rows {
			t.Errorf("the rows are not those that were signed: %v, %v", err, bad)
		}
		w.get(t, "", one+"?format=pdf").refuses(t, 400, "filter-wrong")
		w.get(t, "", one+"?edition=secret").refuses(t, 400, "filter-wrong")
		w.get(t, "", one+"?corection=1").refuses(t, 400, "filter-wrong")
		w.get(t, "", one+"?correction=3").refuses(t, 404, "not-found")
		w.get(t, "", "/api/bulletins/hq-daily-2017-05-09").refuses(t, 404, "not-found")
	})
	t.Run("drafts are marked and say what is wrong with the question", func(t *testing.T) {
		page := w.get(t, "monitor-1", "/api/bulletins/draft?date=2017-05-07&cutOff=18:00&timeZone=UTC&format=html").wants(t, ok).body
		if !strings.Contains(page, "DRAFT") || !strings.Contains(page, "18:00") {
			t.Error(page)
		}
		for query, key := range map[string]string{
			"date=2017-02-30": "filter-wrong", "timeZone=Local": "filter-wrong", "timeZone=Nowhere": "filter-wrong", "kind=hourly": "filter-wrong",
			"cutOff=25:00": "filter-wrong", "known=yesterday": "time-malformed", "dat=2017-05-07": "filter-wrong",
		} {
			w.get(t, "monitor-1", "/api/bulletins/draft?"+query).refuses(t, 400, key)
		}
		w.get(t, "monitor-1", "/api/bulletins/draft?known=2016-01-01").refuses(t, 404, "not-found")
	})
	t.Run("is corrected", func(t *testing.T) {
		p, err := secretary.Propose(ctx, bulletin.Spec{}, "hq-daily-2017-05-07")
		if err != nil || p.Kind != "correction-published" {
			t.Fatal(p, err)
		}
		body := strings.Replace(string(p.Body), "{", `{"what":"EXERCISE. Nothing.","reason":"EXERCISE. To try it.",`, 1)
		const none = `{"text":"","language":""},`
		body = strings.Replace(strings.Replace(body, `"what":`+none, "", 1), `"reason":`+none, "", 1)
		w.Must(t, "secretary", p.Kind, string(p.Subject), raw(body))
		first, err := secretary.Bulletin(ctx, "hq-daily-2017-05-07", client.BulletinForm{Correction: "0"})
		if err != nil {
			t.Fatal(err)
		}
		last, err := secretary.Bulletin(ctx, "hq-daily-2017-05-07", client.BulletinForm{})
		if err != nil || bulletin.Digest(first) == bulletin.Digest(last) || !strings.Contains(string(last), `"correction":1`) {
			t.Error(fmt.Sprint(err), string(last))
		}
		for path, said := range map[string][2]string{one + "?format=html": {"EXERCISE. To try it.", "This was corrected later"}, one + "?format=html&correction=0": {"This was corrected later", "EXERCISE. To try it."}} {
			if page := w.get(t, "", path).wants(t, ok).body; !strings.Contains(page, said[0]) || strings.Contains(page, said[1]) || !strings.Contains(page, "<dt>Published</dt>") {
				t.Errorf("%s: %s", path, page)
			}
		}
	})
}

// raw is JSON that is signed as it stands.
type raw string

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }
