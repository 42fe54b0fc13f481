package act

import (
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FuzzPayload: whatever the quick reader takes, the decoder takes and understands alike.
func FuzzPayload(f *testing.F) {
	const id = `"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"`
	for _, text := range []string{
		`{"iss":"k","iat":1494131400,"kind":"observation-filed","sub":"report/1","prev":[` + id + `],"body":{"a":"\u0041"},"_sd_alg":"sha-256"}`,
		`{"aud":["a","\u0062"],"exp":7,"rev":1,"nonce":"\u00e9","slots":{"source":[{"...":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}]}}`,
		`{"aud":[]}`, `{"aud":null}`, `{"aud":"a"}`, `{"aud":[null]}`, `{"rev":null}`, `{"rev":-1}`, `{"exp":1e2}`, `{"slots":null}`, `{"slots":{}}`, `{"slots":[]}`,
		` { "iss" : "\u006b" , "body" : {} } `, `{"iat":-0}`, `{"iat":1.0}`, `{"iat":1e3}`, `{"iat":9223372036854775808}`, `{"prev":[]}`, `{"prev":null}`,
		`{"iss":null}`, `{"body":null}`, `{"kind":1}`, `{"x":1}`, `{"prev":{}}`, `{"prev":["A"]}`, `[]`, `null`, `{"iat":"1"}`, `{"iat":01}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !jsontext.Value(text).IsValid() {
			return
		}
		quick, usual := usualPayload(jsontext.Value(text))
		if !usual {
			return
		}
		var slow payload
		if err := json.Unmarshal([]byte(text), &slow, json.RejectUnknownMembers(true)); err != nil {
			t.Fatalf("%s: taken, but the decoder says %v", text, err)
		}
		if !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%s: %+v, the decoder reads %+v", text, quick, slow)
		}
	})
}
