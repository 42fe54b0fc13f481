package shape_test

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
)

type position struct {
	Lon float64 `json:"lon" min:"-180" max:"180" doc:"degrees east"`
	Lat float64 `json:"lat" min:"-90" max:"90" doc:"degrees north"`
}

type common struct {
	Note string `json:"note,omitempty" class:"party" maxlen:"5"`
}

type body struct {
	common
	Event  string          `json:"event" code:"event" doc:"what happened"`
	At     time.Time       `json:"at" doc:"when"`
	Until  time.Time       `json:"until,omitzero"`
	Place  *position       `json:"place,omitempty" class:"exact-place"`
	Lines  []line          `json:"lines,omitempty" maxlen:"2"`
	Posts  []act.SubjectID `json:"posts" pattern:"^post/"`
	Number int             `json:"number,omitzero" min:"1" max:"100000000"`
	Turn   *float64        `json:"turn,omitempty" min:"0" below:"360"`
	Far    *float64        `json:"far,omitempty" over:"0" max:"9"`
	Ages   []int           `json:"ages,omitempty"`
	Sure   bool            `json:"sure,omitempty"`
	Prev   act.ID          `json:"prev,omitzero"`
	Key    jsontext.Value  `json:"key,omitempty"`
}

type line struct {
	Name string `json:"name" once:"true"`
	Age  *int   `json:"age,omitempty" min:"0" max:"130"`
}

// state has members below others that are not for everybody.
type state struct {
	common
	Place *position `json:"place,omitempty" class:"exact-place"`
	Lines []struct {
		Name string `json:"name" class:"person"`
	} `json:"lines,omitempty"`
}

func words(list string) ([]string, string) {
	switch list {
	case "event":
		return []string{"mortar", "shot"}, ""
	case "weapon":
		return []string{"gun", "boat"}, `^own-[a-z]+\.(gun|boat)$`
	}
	return nil, ""
}

func shapeOf[T any](t *testing.T) shape.Shape {
	t.Helper()
	s, err := shape.Of(reflect.TypeFor[T](), words)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const good = `{"event":"mortar","at":"2017-05-07T04:30:00Z","posts":["post/1"]}`

// with adds members to a body that is good by itself.
func with(members string) string { return strings.TrimSuffix(good, "}") + "," + members + "}" }

// What says nothing has one spelling: that it is not there. Where nothing and zero are two things, the member is a pointer.
func TestRead_nothing_has_one_spelling(t *testing.T) {
	t.Parallel()
	s := shapeOf[body](t)
	for _, members := range []string{`"sure":false`, `"lines":[]`, `"lines":[ ]`, `"ages":[]`} {
		_, err := s.Read(jsontext.Value(with(members)))
		var fault shape.Fault
		if !errors.As(err, &fault) || fault.Rule != shape.Malformed {
			t.Errorf("%s: %v", members, err)
		}
	}
	if _, err := s.Read(jsontext.Value(with(`"turn":0`))); err != nil {
		t.Errorf("a bearing of 0 is one: %v", err)
	}
}

// A list that says the same in several languages says it once in each: by which of two would readers go?
func TestRead_once(t *testing.T) {
	t.Parallel()
	s := shapeOf[body](t)
	_, err := s.Read(jsontext.Value(with(`"lines":[{"name":"A","age":1},{"name":"\u0041","age":2}]`)))
	var fault shape.Fault
	if !errors.As(err, &fault) || fault.Where != "/lines/1/name" || fault.Rule != shape.Limit {
		t.Errorf("two of a list have one name: %v", err)
	}
}

func TestRead_takes(t *testing.T) {
	t.Parallel()
	s := shapeOf[body](t)
	for _, text := range []string{
		good, with(`"note":"жжжжж"`), with(`"place":{"lon":0,"lat":0}`), with(`"place":{"lon":-180,"lat":90.0}`),
		with(`"lines":[{"name":"A","age":0},{"name":"B"}]`), with(`"number":1`), with(`"number":100000000`), with(`"sure":true`),
		with(`"turn":0,"far":9`), with(`"turn":359.9,"far":0.1`), with(`"ages":[1,10]`), strings.Replace(good, `"post/1"`, `"post/1","post/11"`, 1),
		with(`"until":"2200-12-31T23:59:59.999999+14:00"`), with(`"prev":"` + strings.Repeat("0f", 32) + `"`), with(`"key":{"kty":"","a":null}`),
	} {
		if _, err := s.Read([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	v, err := s.Read([]byte(with(`"number":7`)))
	if b, is := v.(*body); err != nil || !is || b.Number != 7 || b.Posts[0] != "post/1" {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestRead_names_the_rule_and_the_place(t *testing.T) {
	t.Parallel()
	s := shapeOf[body](t)
	for text, want := range map[string]shape.Fault{
		`[]`:                              {Rule: shape.Malformed},
		`null`:                            {Rule: shape.Malformed},
		`{`:                               {Rule: shape.Malformed},
		with(`"event":"shot"`):            {Rule: shape.Malformed},
		with(`"added":1`):                 {Rule: shape.Unknown, Where: "/added"},
		with(`"Note":"x"`):                {Rule: shape.Unknown, Where: "/Note"},
		with(`"lines":[{"nam":"A"}]`):     {Rule: shape.Unknown, Where: "/lines/0/nam"},
		`{}`:                              {Rule: shape.Missing, Where: "/event"},
		without(t, `"event":"mortar",`):   {Rule: shape.Missing, Where: "/event"},
		without(t, `,"posts":["post/1"]`): {Rule: shape.Missing, Where: "/posts"},
		strings.Replace(good, `["post/1"]`, `[]`, 1):                        {Rule: shape.Missing, Where: "/posts"},
		strings.Replace(good, `mortar`, ``, 1):                              {Rule: shape.Missing, Where: "/event"},
		strings.Replace(good, `"mortar"`, `null`, 1):                        {Rule: shape.Malformed, Where: "/event"},
		strings.Replace(good, `mortar`, `artillery`, 1):                     {Rule: shape.Word, Where: "/event"},
		strings.Replace(good, `post/1`, `report/1`, 1):                      {Rule: shape.Limit, Where: "/posts/0"},
		strings.Replace(good, `post/1`, `post/ 1`, 1):                       {Rule: shape.Limit, Where: "/posts/0"},
		strings.Replace(good, `2017`, `1899`, 1):                            {Rule: shape.Limit, Where: "/at"},
		strings.Replace(good, `04:30:00Z`, `04:30`, 1):                      {Rule: shape.Malformed, Where: "/at"},
		strings.Replace(good, `00Z`, `00.0000001Z`, 1):                      {Rule: shape.Limit, Where: "/at"},
		with(`"place":{"lat":35}`):                                          {Rule: shape.Missing, Where: "/place/lon"},
		with(`"place":{"lat":35,"lon":null}`):                               {Rule: shape.Malformed, Where: "/place/lon"},
		with(`"place":{"lat":35,"lon":180.1}`):                              {Rule: shape.Limit, Where: "/place/lon"},
		with(`"place":null`):                                                {Rule: shape.Malformed, Where: "/place"},
		with(`"lines":[{"name":"A"},{"name":"A","age":131}]`):               {Rule: shape.Limit, Where: "/lines/1/age"},
		with(`"lines":[{"name":"A"},{"name":"B"},{"name":"C"}]`):            {Rule: shape.Limit, Where: "/lines"},
		with(`"lines":[{"name":"A","age":1},{"age":1,"name":"\u0041"}]`):    {Rule: shape.Limit, Where: "/lines/1"},
		strings.Replace(good, `"post/1"`, `"post/1","post/2","post\/1"`, 1): {Rule: shape.Limit, Where: "/posts/2"},
		with(`"ages":[1,2,1.0]`):                                            {Rule: shape.Malformed, Where: "/ages/2"},
		with(`"ages":[1,2,1]`):                                              {Rule: shape.Limit, Where: "/ages/2"},
		with(`"turn":360`):                                                  {Rule: shape.Limit, Where: "/turn"},
		with(`"far":0`):                                                     {Rule: shape.Limit, Where: "/far"},
		with(`"lines":[null]`):                                              {Rule: shape.Malformed, Where: "/lines/0"},
		with(`"number":0`):                                                  {Rule: shape.Limit, Where: "/number"},
		with(`"number":1.5`):                                                {Rule: shape.Malformed, Where: "/number"},
		with(`"sure":"yes"`):                                                {Rule: shape.Malformed, Where: "/sure"},
		with(`"note":""`):                                                   {Rule: shape.Missing, Where: "/note"},
		with(`"note":"жжжжжж"`):                                             {Rule: shape.Limit, Where: "/note"},
		with(`"note":"a\u0000"`):                                            {Rule: shape.Hidden, Where: "/note"},
		with(`"note":" \n"`):                                                {Rule: shape.Missing, Where: "/note"},
		with(`"note":"a\u202e"`):                                            {Rule: shape.Hidden, Where: "/note"},
		with(`"prev":"0F"`):                                                 {Rule: shape.Malformed, Where: "/prev"},
		with(`"key":"x"`):                                                   {Rule: shape.Malformed, Where: "/key"},
	} {
		_, err := s.Read([]byte(text))
		var fault shape.Fault
		if !errors.As(err, &fault) || fault.Rule != want.Rule || fault.Where != want.Where || fault.Want == "" {
			t.Errorf("%s:\n got %s %q (%v)\nwant %s %q", text, fault.Rule, fault.Where, err, want.Rule, want.Where)
		}
	}
}

func without(t *testing.T, part string) string {
	if !strings.Contains(good, part) {
		t.Fatalf("%s does not hold %s", good, part)
	}
	return strings.Replace(good, part, "", 1)
}

func TestClasses(t *testing.T) {
	t.Parallel()
	type later struct {
		Note   string `json:"note" class:"party"`
		Source string `json:"source,omitempty" class:"source" since:"2"`
	}
	s := shapeOf[later](t)
	if first, second := s.Classes(1), s.Classes(s.Rev()); s.Rev() != 2 ||
		!maps.Equal(first, map[string]string{"note": "party"}) || !maps.Equal(second, map[string]string{"note": "party", "source": "source"}) {
		t.Errorf("revision %d: %v, %v", s.Rev(), first, second)
	}
	if _, err := shape.Of(reflect.TypeFor[state](), words); err == nil || !strings.Contains(err.Error(), "lines.name") {
		t.Errorf("a part of a body's member has a class: %v", err)
	}
	want := map[string]string{"note": "party", "place": "exact-place", "lines.name": "person"}
	if got, err := shape.NewReader().StateOf(reflect.TypeFor[state]()); err != nil || !maps.Equal(got.Classes(), want) {
		t.Errorf("of the type alone: got %v, %v", got, err)
	}
}

func TestOf_tells_the_programmer(t *testing.T) {
	t.Parallel()
	type unnamed struct{ Name string }
	type unlisted struct {
		Word string `json:"word" code:"no-such-list"`
	}
	type shapeless struct {
		Any map[string]string `json:"any"`
	}
	type misspelt struct {
		Name string `json:"name" pattern:"("`
	}
	type unbounded struct {
		Number int `json:"number" min:"few"`
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[unnamed](), reflect.TypeFor[unlisted](), reflect.TypeFor[shapeless](), reflect.TypeFor[misspelt](),
		reflect.TypeFor[unbounded](), reflect.TypeFor[string](), reflect.TypeFor[[]body](),
	} {
		if _, err := shape.Of(typ, words); err == nil {
			t.Errorf("%s has a shape", typ)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	s, err := shape.Of(reflect.TypeFor[body](), words)
	if err != nil {
		b.Fatal(err)
	}
	text := []byte(with(`"note":"x","place":{"lon":36.5,"lat":35.3},"lines":[{"name":"A","age":3}],"number":7`))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := s.Read(text); err != nil {
			b.Fatal(err)
		}
	}
}
