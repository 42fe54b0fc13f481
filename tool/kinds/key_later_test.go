package kinds

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun/people"
)

// A key of an algorithm that a later program has is neither right nor wrong to this one; a key that is damaged or private is wrong.
func TestUnknown_keys_of_a_later_algorithm(t *testing.T) {
	t.Parallel()
	for key, later := range map[string]bool{
		`{"kty":"AKP","alg":"ML-DSA-44","pub":"` + repeated("A", 1750) + `"}`:                        true,
		`{"kty":"AKP","alg":"ML-DSA-87","pub":"` + repeated("A", 3456) + `"}`:                        true,
		`{"kty":"OKP","crv":"Ed448","x":"` + repeated("A", 76) + `"}`:                                true,
		`{"kty":"EC","crv":"P-384","x":"` + repeated("A", 64) + `","y":"` + repeated("A", 64) + `"}`: true,
		`{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`:                                                   false,
		`{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA","priv":"AAAA"}`:                                 false,
		`{"crv":"Ed448","x":"AAAA"}`:                                                                 false,
	} {
		for _, body := range []fits{
			people.RootEnrolled{Party: "TR", Key: jsontext.Value(key)},
			people.KeyEnrolled{Person: "person/somebody", Holder: "person/somebody", Key: jsontext.Value(key)},
		} {
			err := body.Fits(act.SubjectID("key/" + repeated("A", 43)))
			if err == nil || Unknown(err) != later {
				t.Errorf("%T with %.60s: %v", body, key, err)
			}
		}
	}
}

func repeated(s string, n int) string { return strings.Repeat(s, n) }
