package importer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"truce/door/importer"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/office/officetest"
	"truce/tool/answer"
)

// TestUnusableRows: each is listed with its line and its reason, and the sound rows
// around it are imported.
func TestUnusableRows(t *testing.T) {
	t.Parallel()
	short := row("2")[:20]
	for name, c := range map[string]struct {
		bad  []string
		want problem.Key
	}{
		"latitude beyond the pole":   {row("2", "latitude", "95.2"), problem.ImportRowBadCoordinates},
		"longitude is a word":        {row("2", "longitude", "east"), problem.ImportRowBadCoordinates},
		"latitude is not a number":   {row("2", "latitude", "NaN"), problem.ImportRowBadCoordinates},
		"no such day":                {row("2", "date_start", "2017-02-30"), problem.ImportRowBadDate},
		"day before month":           {row("2", "date_end", "07/05/2017"), problem.ImportRowBadDate},
		"end before start":           {row("2", "date_end", "2017-05-06"), problem.ImportRowBadDate},
		"an hour where a day is due": {row("2", "date_start", "2017-05-07 13:30:00"), problem.ImportRowBadDate},
		"empty place name":           {row("2", "where_coordinates", " "), problem.ImportRowMissingColumn},
		"empty estimate":             {row("2", "best", ""), problem.ImportRowMissingColumn},
		"fields missing":             {short, problem.ImportRowMissingColumn},
		"one field too many":         {append(row("2"), "x"), problem.ImportFileNotCSV},
		"estimate is a word":         {row("2", "high", "many"), problem.BodyWrong},
		"negative deaths":            {row("2", "low", "-1"), problem.BodyWrong},
		"precision not in the book":  {row("2", "where_prec", "9"), problem.BodyWrong},
		"no id":                      {row(""), problem.ImportRowMissingColumn},
		"an id that is no name":      {row("2 or 3"), problem.BodyWrong},
		"an id that steps aside":     {row("../../2"), problem.BodyWrong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			r := imports(t, w, table(row("1"), c.bad, row("3")))
			if r.Rows != 3 || r.Taken != 2 || r.Unusable != 1 || len(r.Listed) != 1 {
				t.Fatalf("got %+v", r)
			}
			l := r.Listed[0]
			if l.Line != 3 || l.Problem.Key != c.want || strings.Contains(l.Problem.Sentence(), "—") {
				t.Errorf("line %d: %v: %s", l.Line, l.Problem, l.Problem.Sentence())
			}
			report(t, w, "report/ucdp-3")
		})
	}
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	good := table(row("1"))
	for name, c := range map[string]struct {
		content string
		want    problem.Key
	}{
		"empty":                   {"", problem.ImportFileNotCSV},
		"Latin-1":                 {strings.Replace(good, "Example town", "Ma\xeeleh", 1), problem.ImportFileNotCSV},
		"UTF-16":                  {"\xff\xfei\x00d\x00", problem.ImportFileNotCSV},
		"NUL bytes":               {strings.Replace(good, "Example town", "Example\x00town", 1), problem.ImportFileNotCSV},
		"a quote that never ends": {good + "\"2,2017", problem.ImportFileNotCSV},
		"a quote in a bare field": {good + "2\"3,2017\n", problem.ImportFileNotCSV},
		"a column is missing":     {strings.Replace(good, "date_prec", "date_precision", 1), problem.ImportHeaderMissing},
		"a column twice":          {strings.Replace(good, "date_prec,", "Latitude ,", 1), problem.ImportColumnTwice},
		"semicolons":              {strings.ReplaceAll(good, ",", ";"), problem.ImportHeaderMissing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			size := w.Size()
			_, err := importer.Import(t.Context(), text(c.content), format(), options(w, "secretary"), nil)
			if !problem.Is(err, c.want) || w.Size() != size {
				t.Errorf("got %v, %d entries more", err, w.Size()-size)
			}
		})
	}
	t.Run("no such file", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		_, err := importer.Import(t.Context(), importer.File(t.TempDir()+"/none.csv"), format(), options(w, "secretary"), nil)
		if !problem.Is(err, problem.NothingFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestReading(t *testing.T) {
	t.Parallel()
	quoted := row("1", "where_coordinates", "Tell \"Red\", upper\nquarter")
	for name, content := range map[string]string{
		"plain":             table(quoted),
		"byte order mark":   "\uFEFF" + table(quoted),
		"CRLF line ends":    strings.ReplaceAll(table(quoted), "\n", "\r\n"),
		"no last line end":  strings.TrimSuffix(table(quoted), "\n"),
		"empty lines":       table(quoted) + "\n\n",
		"spaces in headers": strings.Replace(table(quoted), "latitude", " latitude ", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			if r := imports(t, w, content); r.Taken != 1 || r.Rows != 1 {
				t.Fatalf("got %+v", r)
			}
			if s, _ := report(t, w, "report/ucdp-1"); s.Place.Name != "Tell \"Red\", upper\nquarter" {
				t.Errorf("the place is named %q", s.Place.Name)
			}
			if again := imports(t, w, table(quoted)); again.There != 1 {
				t.Errorf("the same row, plain, is another: %+v", again)
			}
		})
	}
}

func TestAgain(t *testing.T) {
	t.Parallel()
	t.Run("importing twice adds nothing", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		file := table(row("1"), row("2"))
		imports(t, w, file)
		size := w.Size()
		if r := imports(t, w, file); r.There != 2 || r.Taken != 0 || len(r.Listed) != 0 || w.Size() != size {
			t.Errorf("got %+v, %d entries more", r, w.Size()-size)
		}
	})
	t.Run("a changed row is listed and not imported", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		imports(t, w, table(row("1"), row("2")))
		size := w.Size()
		r := imports(t, w, table(row("1"), row("2", "best", "4")))
		if r.There != 1 || r.Changed != 1 || w.Size() != size || r.Listed[0].Line != 3 || r.Listed[0].Problem.Key != problem.ImportRowChanged {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("an id twice in one file counts once", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		r := imports(t, w, table(row("1"), row("1"), row("1", "best", "4")))
		if r.Rows != 3 || r.Taken != 1 || r.Duplicate != 2 {
			t.Fatalf("got %+v", r)
		}
		if r.Listed[0].Problem.Key != problem.ImportRowDuplicate || r.Listed[1].Problem.Key != problem.ImportRowChanged {
			t.Errorf("got %v, %v", r.Listed[0].Problem, r.Listed[1].Problem)
		}
		if s := r.Listed[0].Problem.Sentence(); s != "Row 3 is the same as row 2." {
			t.Errorf("said %q", s)
		}
	})
	t.Run("an import that was broken off goes on", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		var rows [][]string
		for i := range 1200 {
			rows = append(rows, row(fmt.Sprint(i)))
		}
		ctx, stop := context.WithCancel(t.Context())
		o := options(w, "secretary")
		o.Submit = &stopping{w.Office, stop}
		first, err := importer.Import(ctx, text(table(rows...)), format(), o, nil)
		if err == nil || first.Taken != 500 || first.Rows != 500 {
			t.Fatalf("broken off: %v, %+v", err, first)
		}
		if r := imports(t, w, table(rows...)); r.There != 500 || r.Taken != 700 {
			t.Errorf("then: %+v", r)
		}
	})
}

// stopping takes one batch; then the person has had enough.
type stopping struct {
	importer.Submitter
	stop func()
}

func (s *stopping) SubmitAll(ctx context.Context, acts []string) []answer.Outcome {
	defer s.stop()
	return s.Submitter.SubmitAll(ctx, acts)
}

// full is an office whose disk is full after some acts.
type full struct {
	importer.Submitter
	room int
}

func (f *full) SubmitAll(ctx context.Context, acts []string) []answer.Outcome {
	n := min(f.room, len(acts))
	f.room -= n
	all := f.Submitter.SubmitAll(ctx, acts[:n])
	for range acts[n:] {
		all = append(all, answer.Outcome{Err: problem.Unavailable(problem.DiskFull)})
	}
	return all
}

func TestOffice(t *testing.T) {
	t.Parallel()
	t.Run("who may not file is told once, and the rows are listed", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		r, err := importer.Import(t.Context(), text(table(row("1"), row("2"))), format(), options(w, "auditor-1"), nil)
		if !problem.Is(err, problem.NotPermitted) || r.Refused != 2 || r.Rows != 2 {
			t.Errorf("got %v, %+v", err, r)
		}
	})
	t.Run("a full disk stops the import and hides nothing", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		o := options(w, "secretary")
		o.Submit = &full{w.Office, 1}
		r, err := importer.Import(t.Context(), text(table(row("1"), row("2"))), format(), o, nil)
		if !problem.Is(err, problem.DiskFull) || r.Taken != 1 || r.Rows != 1 {
			t.Errorf("got %v, %+v", err, r)
		}
		if again := imports(t, w, table(row("1"), row("2"))); again.There != 1 || again.Taken != 1 {
			t.Errorf("then %+v", again)
		}
	})
	t.Run("nobody takes the name of a row before it is imported", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		w.Must(t, "monitor-1", "allegation-filed", "report/ucdp-1", map[string]string{"event": "other"})
		if _, err := w.Do(t, "monitor-1", "allegation-filed", string(made(w, "report/ucdp-1")), map[string]string{"event": "other"}); !problem.Is(err, problem.NameOfAnother) {
			t.Errorf("got %v", err)
		}
		if r := imports(t, w, table(row("1"))); r.Taken != 1 {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("what another key imported is there for who says so", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		imports(t, w, table(row("1"), row("2"), row("3")))
		w.Enrol(t, "secretary-2", "mission", "secretariat")
		o := options(w, "secretary-2")
		o.Before = []act.KeyID{w.Keys["secretary"].Public().ID()}
		r, err := importer.Import(t.Context(), text(table(row("1"), row("2", "best", "7"), row("4"))), format(), o, nil)
		if err != nil || r.There != 1 || r.Changed != 1 || r.Taken != 1 {
			t.Errorf("got %+v, %v", r, err)
		}
	})
	t.Run("progress ends at the last row", func(t *testing.T) {
		t.Parallel()
		w := officetest.New(t)
		var done, total int
		_, err := importer.Import(t.Context(), text(table(row("1"), row("2"), row("2"))), format(), options(w, "secretary"),
			func(d, n int) { done, total = d, n })
		if err != nil || done != 3 || total != 3 {
			t.Errorf("%d of %d, %v", done, total, err)
		}
	})
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := importer.Report{File: "a.csv", Dataset: "D", Rows: 2, Taken: 1, Unusable: 1, Listed: []importer.Listed{
		{Line: 3, Row: "=HYPERLINK(1)", Subject: act.SubjectID("report/ucdp-2"), Problem: problem.Invalid(problem.ImportRowBadDate, problem.P{"row": 3, "value": "x"})},
	}}
	var b bytes.Buffer
	if err := r.WriteCSV(&b, language.Russian); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	if got := rows[1]; got[0] != "3" || got[1] != "'=HYPERLINK(1)" || got[2] != "no" || got[4] != "import-row-bad-date" || !strings.Contains(got[5], "3") || got[5] == rows[0][5] {
		t.Errorf("got %q", got)
	}
	if s := r.Summary(); !strings.Contains(s, "2 rows read") || !strings.Contains(s, "1 not usable") {
		t.Errorf("said %q", s)
	}
}
