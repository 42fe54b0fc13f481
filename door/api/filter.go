package api

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/query"
)

const (
	maxValues = 100 // of one filter
	maxText   = 200 // characters searched for
)

// FilterParams are the filters that lists and counts share. All are text here: what they
// mean is read below, so that every refusal is one of ours. The name is exported because
// huma passes over embedded types whose name is not.
type FilterParams struct {
	Box     string   `query:"box" format:"box" doc:"west,south,east,north in degrees (WGS84): what may have been in it" example:"36,35,37.5,36.5"`
	Subject []string `query:"subject,explode" nullable:"false" doc:"ids of subjects; repeated or with commas"`
	About   []string `query:"about,explode" nullable:"false" doc:"subjects that it belongs to, such as an incident or a report; repeated or with commas" example:"report/2017-05-07-1"`
	Type    []string `query:"type,explode" nullable:"false" doc:"words of the noun's own taxonomy; repeated or with commas"`
	Status  []string `query:"status,explode" nullable:"false" doc:"repeated or with commas"`
	Party   []string `query:"party,explode" nullable:"false" doc:"codes of parties; repeated or with commas"`
	Zone    []string `query:"zone,explode" nullable:"false" doc:"ids of zones; repeated or with commas"`
	From    string   `query:"from" format:"moment" doc:"began at or after this time (RFC 3339) or day" example:"2017-05-05"`
	Until   string   `query:"until" format:"moment" doc:"began before this time (RFC 3339) or day" example:"2017-05-12"`
	InForce string   `query:"inForce" format:"moment" doc:"held in the world at this time (RFC 3339) or at the start of this day"`
	Known   string   `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
	Text    string   `query:"text" doc:"words that must all occur; for readers of narratives"`
	Counted string   `query:"counted" doc:"true: only records that count, without drafts and what was withdrawn" enum:"true,false"`
	Doubted string   `query:"doubted" doc:"how far it rests on acts of keys in doubt: any, what does; wholly, what rests on such acts alone; disavowed, what rests on acts that the own side of their key alone says to be in doubt; none, what does not rest on acts of keys in doubt" enum:"any,wholly,disavowed,none"`
	Near    []string `query:"near,explode" nullable:"false" doc:"ids of posts: what surely was within 5 km of one of them, as it then stood; with mayBe also what may have been. For readers of exact places. Repeated or with commas" example:"post/op-1"`
	LawParams
}

func (p FilterParams) filter(who policy.Person, nouns ...string) (query.Filter, error) {
	f := query.Filter{
		Nouns: nouns, Subjects: split(p.Subject), About: split(p.About), Types: split(p.Type), Statuses: split(p.Status), Parties: split(p.Party), Zones: split(p.Zone),
		Text: strings.TrimSpace(p.Text), Near: split(p.Near),
	}
	for name, values := range map[string][]string{
		"subject": f.Subjects, "about": f.About, "type": f.Types, "status": f.Statuses, "party": f.Parties, "zone": f.Zones, "near": f.Near} {
		if len(values) > maxValues {
			return f, wrong(name, problem.ReasonTooLong)
		}
	}
	if utf8.RuneCountInString(f.Text) > maxText {
		return f, wrong("text", problem.ReasonTooLong)
	}
	if err := p.times(&f, who); err != nil {
		return f, err
	}
	var err error
	if f.Box, err = readBox(p.Box); err != nil {
		return f, err
	}
	if f.Counted, err = readBool("counted", p.Counted); err != nil {
		return f, err
	}
	if f.Doubt, err = readDoubt(p.Doubted); err != nil {
		return f, err
	}
	f.ByLaw, err = p.byLaw()
	return f, err
}

func (p FilterParams) times(f *query.Filter, who policy.Person) (err error) {
	if f.From, err = readTime("from", p.From); err != nil {
		return err
	}
	if f.Until, err = readTime("until", p.Until); err != nil {
		return err
	}
	if f.InForce, err = readTime("inForce", p.InForce); err != nil {
		return err
	}
	f.Known, err = readKnown(p.Known, who)
	return err
}

func wrong(filter string, reason problem.Reason) error {
	return problem.Invalid(problem.FilterWrong, problem.P{"filter": filter, "reason": reason}).At(filter)
}

// split takes repeated values and values with commas alike.
func split(given []string) []string {
	var values []string
	for _, g := range given {
		for v := range strings.SplitSeq(g, ",") {
			if v = strings.TrimSpace(v); v != "" {
				values = append(values, v)
			}
		}
	}
	return values
}

// readTime reads RFC 3339, or a day, which begins at midnight UTC.
func readTime(name, given string) (time.Time, error) {
	if given == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, given); err == nil && t.Year() >= 1 && t.Year() <= 9999 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, problem.Invalid(problem.TimeMalformed, problem.P{"value": given}).At(name)
}

// readKnown gives strangers whole days: by asking again and again what was known when,
// they would find the minute at which a report came in.
func readKnown(given string, who policy.Person) (time.Time, error) {
	t, err := readTime("known", given)
	if err != nil || t.IsZero() || who.Known() {
		return t, err
	}
	return t.Add(24*time.Hour - 1).Truncate(24 * time.Hour), nil
}

func readBool(name, given string) (bool, error) {
	switch given {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, wrong(name, problem.ReasonNotUnderstood)
}

func readDoubt(given string) (query.Doubt, error) {
	doubt := query.Doubt(given)
	switch doubt {
	case "", query.AnyDoubt, query.WhollyDoubt, query.Disavowed, query.NoDoubt:
		return doubt, nil
	}
	return "", wrong("doubted", problem.ReasonNotUnderstood)
}

// readBox refuses boxes across the 180th meridian: no index here answers them, and two
// boxes do.
func readBox(given string) (*query.Box, error) {
	if given == "" {
		return nil, nil
	}
	malformed := problem.Invalid(problem.BoxMalformed, problem.P{"value": given}).At("box")
	parts := strings.Split(given, ",")
	if len(parts) != 4 {
		return nil, malformed
	}
	var n [4]float64
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 180 {
			return nil, malformed
		}
		n[i] = v
	}
	if n[0] > n[2] || n[1] > n[3] || n[1] < -90 || n[3] > 90 {
		return nil, malformed
	}
	return &query.Box{MinLon: n[0], MinLat: n[1], MaxLon: n[2], MaxLat: n[3]}, nil
}
