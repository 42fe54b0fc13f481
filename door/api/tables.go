package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"truce/ground/problem"
	"truce/judge/feature"
	"truce/noun"
	"truce/tool/answer"
)

// routeTables serves each list as a table and for maps. A page holds as many rows as a list's;
// where there is more, Link names the next one (RFC 8288).
func (a *API) routeTables(n noun.Noun) {
	for _, f := range []struct{ suffix, mediaType, about string }{
		{".csv", "text/csv", "a table (RFC 4180, UTF-8), a column for each member that is no list"},
		{".geojson", "application/geo+json", "a FeatureCollection (RFC 7946), each where this reader may see it"},
	} {
		get(a, huma.Operation{
			Path: n.Collection() + f.suffix, Summary: "List " + n.Plural + " as " + f.about, Security: anybody(),
			Description: "With the rights and filters of the list.",
			Responses:   map[string]*huma.Response{"200": content("The page, and in Link the next one.", f.mediaType)},
		}, a.table(n, f.suffix, f.mediaType))
	}
}

type tableOutput struct {
	Type string `header:"Content-Type"`
	Link string `header:"Link"`
	Body []byte
}

func (a *API) table(n noun.Noun, suffix, mediaType string) func(context.Context, *caller, *listInput) (*tableOutput, error) {
	return func(ctx context.Context, c *caller, in *listInput) (*tableOutput, error) {
		page, err := a.page(ctx, c, n.Name, in)
		if err != nil {
			return nil, err
		}
		t, _ := feature.TableOf(a.office.Kinds(), n.Name)
		if a.office.Copied() != nil {
			t = t.OfCopy()
		}
		all := make([]feature.Feature, len(page.Items))
		for i, item := range page.Items {
			if all[i], err = t.Feature(rowOf(item)); err != nil {
				return nil, problem.Internal(problem.StorageFailed).Because(err)
			}
		}
		out, next := &tableOutput{Type: mediaType}, ""
		if page.Next != "" {
			next = nextPage(c.request, page.Next)
			out.Link = fmt.Sprintf(`<%s>; rel="next"`, next)
		}
		var text bytes.Buffer
		if suffix == ".csv" {
			err = t.WriteCSV(&text, all)
		} else {
			err = t.WriteGeoJSON(&text, all, next)
		}
		out.Body = text.Bytes()
		return out, err
	}
}

// nextPage is the address of the page that goes on after this one.
func nextPage(r *http.Request, after string) string {
	q := r.URL.Query()
	q.Set("after", after)
	return (&url.URL{Path: r.URL.Path, RawQuery: q.Encode()}).String()
}

func rowOf(i answer.Item) feature.Row {
	return feature.Row{
		Subject: i.Subject, Kind: i.Type, Status: i.Status, Party: i.Party, Zone: i.Zone, From: i.From, Until: i.Until, Precision: i.Precision,
		KnownFrom: i.KnownFrom, KnownUntil: i.KnownUntil, Counts: i.Counted, Where: i.Where, State: i.State,
		Withheld: i.Withheld, Open: i.Open,
	}
}
