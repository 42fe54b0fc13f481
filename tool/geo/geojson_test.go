package geo

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func TestParseGeoJSON(t *testing.T) {
	t.Parallel()
	square := MultiPolygon{{Outer: Ring{deg(36, 34), deg(37, 34), deg(37, 35), deg(36, 34)}}}
	for _, c := range []struct {
		name, text string
		want       MultiPolygon
		err        string
	}{
		{"a_polygon", `{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]]]}`, square, ""},
		{"a_multipolygon", `{"type":"MultiPolygon","coordinates":[[[[36,34],[37,34],[37,35],[36,34]]]]}`, square, ""},
		{"a_feature", `{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]]]}}`, square, ""},
		{"heights_dropped", `{"type":"Polygon","coordinates":[[[36,34,700],[37,34,1],[37,35,2],[36,34,3]]]}`, square, ""},
		{"rounded_to_the_nearest_unit", `{"type":"Polygon","coordinates":[[[36.00000004,33.99999996],[37,34],[37,35],[36,34]]]}`, square, ""},
		{"unclosed_is_for_Validate", `{"type":"Polygon","coordinates":[[[36,34],[37,34]]]}`, MultiPolygon{{Outer: Ring{deg(36, 34), deg(37, 34)}}}, ""},
		{"not_json", `{"type":`, nil, "read GeoJSON"},
		{"a_point", `{"type":"Point","coordinates":[36,34]}`, nil, `type "Point"`},
		{"a_feature_without_geometry", `{"type":"Feature","geometry":null}`, nil, `type ""`},
		{"no_ring", `{"type":"Polygon","coordinates":[]}`, nil, "part 0: no ring"},
		{"a_short_position", `{"type":"Polygon","coordinates":[[[36,34],[37]]]}`, nil, "part 0, ring 0, vertex 1: position with 1 numbers"},
		{"swapped_beyond_the_pole", `{"type":"Polygon","coordinates":[[[34,136],[34,37]]]}`, nil, "part 0, ring 0, vertex 0: position 34,136"},
		{"a_crs", `{"type":"Polygon","crs":{"type":"name"},"coordinates":[]}`, nil, "member crs"},
		{"a_member_twice", `{"type":"Polygon","type":"Polygon","coordinates":[]}`, nil, "duplicate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseGeoJSON([]byte(c.text))
			if c.err == "" && (err != nil || !reflect.DeepEqual(got, c.want)) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
			if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("got %v, want an error with %q", err, c.err)
			}
		})
	}
	t.Run("a_position_off_the_earth_is_a_RangeError", func(t *testing.T) {
		_, err := ParseGeoJSON([]byte(`{"type":"Polygon","coordinates":[[[181,0]]]}`))
		var r *RangeError
		if !errors.As(err, &r) || r.Lon != 181 {
			t.Errorf("%v", err)
		}
	})
}

func TestMarshalGeoJSON(t *testing.T) {
	t.Parallel()
	clockwise := MultiPolygon{{Outer: Ring{deg(36, -0.5), deg(36, 34), deg(37.25, 34.0000001), deg(36, -0.5)}}}
	want := `{"type":"Polygon","coordinates":[[[36,-0.5],[37.25,34.0000001],[36,34],[36,-0.5]]]}`
	if got := string(MarshalGeoJSON(clockwise)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	l := Line{deg(1, 2), deg(-3, -4.0000005)}
	text := l.AppendGeoJSON(nil)
	if back, err := ParseGeoJSONLine(text); err != nil || !reflect.DeepEqual(back, l) {
		t.Errorf("%s: %v, %v", text, back, err)
	}
	if got, want := string(deg(-1.5, 2).AppendGeoJSON(nil)), `{"type":"Point","coordinates":[-1.5,2]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	m := MultiPolygon{{coast(rnd, deg(36, 34), 1e7, 500), []Ring{star(rnd, deg(36, 34), 1e6, 9).wound(false)}}, {Outer: rectangle(0, 0, 9, 9)}}
	back, err := ParseGeoJSON(MarshalGeoJSON(m))
	if err != nil || !reflect.DeepEqual(back, m) {
		t.Errorf("does not come back: %v", err)
	}
}

func TestPoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    Point
		want string
	}{
		{deg(36.65, 35.93), "36.6500000,35.9300000"},
		{Point{-1, 1}, "-0.0000001,0.0000001"},
		{deg(-180, 90), "-180.0000000,90.0000000"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	for _, bad := range [][2]float64{{180.0001, 0}, {0, -90.1}, {nan(), 0}, {0, nan()}} {
		if _, err := FromDegrees(bad[0], bad[1]); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func nan() float64 { var zero float64; return zero / zero }

// FuzzParseGeoJSON: no text breaks parsing or checking; what keeps the rules is written to
// bytes that come back as the same shape and the same bytes.
func FuzzParseGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]],[[36.5,34.2],[36.6,34.2],[36.6,34.3],[36.5,34.2]]]}`,
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[1,1],[2,1],[2,2],[1,1]]]]}`,
		`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}`,
		`{"type":"Polygon","coordinates":[[[0,0],[0,0],[1,1],[1,1],[0,0]],[[]],[]]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseGeoJSON(text)
		if err != nil || len(m.Validate()) > 0 {
			return
		}
		m.ValidateWriting()
		first := MarshalGeoJSON(m)
		back, err := ParseGeoJSON(first)
		if err != nil || !reflect.DeepEqual(back, m.RightHanded()) {
			t.Fatalf("%s: comes back as %v, %v", first, back, err)
		}
		if second := MarshalGeoJSON(back); !bytes.Equal(first, second) {
			t.Fatalf("%s, then %s", first, second)
		}
		for _, r := range m.rings() {
			if a, err := NewArea(m); err != nil || a.Locate(r[0]) != Border {
				t.Fatalf("%s: a vertex is not on the border", first)
			}
		}
	})
}
