package act_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
)

// A number that two readers could read as two is no number of an act, at whatever depth, shown or hidden.
func TestNumbers_have_one_spelling(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "1", "-1", "36.57", "-0.5", "1e-7", "0.000001", "123456789012345680000", "1e+21", "5e-324", "1.7976931348623157e+308", "9007199254740992"} {
		if _, err := act.Parse(withNumber(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := string(act.Respelled([]byte(text))); got != text {
			t.Errorf("%s is written %s", text, got)
		}
	}
	for text, same := range map[string]string{
		"3.0": "3", "3e0": "3", "0.3e1": "3", "36.570": "36.57", "3657e-2": "36.57", "-0": "0", "-0.0": "0", "1e-400": "0", "1E-7": "1e-7", "1e21": "1e+21",
		"0.0000001": "1e-7", "36.5700000000000000000000000000000001": "36.57", "9007199254740993": "9007199254740992", "0e1": "0",
	} {
		if _, err := act.Parse(withNumber(t, text)); err == nil {
			t.Errorf("%s is taken", text)
		}
		if _, err := act.ParseDisclosure(b64.EncodeToString([]byte(`["c2FsdHNhbHRzYWx0c2FsdA",{"place":{"lon":` + text + `}}]`))); err == nil {
			t.Errorf("%s is taken where it is hidden", text)
		}
		if got := string(act.Respelled([]byte(`{"b": [` + text + `], "a": "` + text + `\u0041"}`))); got != `{"b":[`+same+`],"a":"`+text+`\u0041"}` {
			t.Errorf("%s is written %s", text, got)
		}
	}
	for _, text := range []string{"1e400", "-1e400"} {
		if _, err := act.Parse(withNumber(t, text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// What this program writes of a number is its spelling.
func FuzzNumber(f *testing.F) {
	for _, x := range []float64{0, 1, 36.57, 1e-7, 1e21, math.MaxFloat64, math.SmallestNonzeroFloat64, 1.0 / 3} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		text, err := json.Marshal(x)
		if err != nil || x == 0 {
			return
		}
		if _, err := act.Parse(withNumber(t, string(text))); err != nil {
			t.Fatal(err)
		}
		if long := strconv.FormatFloat(x, 'e', 20, 64); !strings.Contains(string(text), long) {
			if _, err := act.Parse(withNumber(t, long)); err == nil {
				t.Fatalf("%s is taken", long)
			}
		}
	})
}

func withNumber(t *testing.T, text string) string {
	return compact(goodHeader, edited(t, goodPayload, `{}`, `{"at":["-0 \" 1e-400",{"lon":`+text+`}]}`))
}
