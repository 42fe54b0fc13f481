package noun_test

import (
	"strings"
	"testing"

	"truce/ground/act"
	"truce/noun"
)

// No two origins have one subject, whatever they look like.
func TestOfficeSubject_is_of_one_origin(t *testing.T) {
	t.Parallel()
	long := noun.OfficeSubject("mission.example/hq")
	seen := map[act.SubjectID]string{}
	for _, origin := range []string{"hq.exercise.truce", "mission.example/hq", long.Name(), strings.TrimPrefix(long.Name(), "sha256:"), strings.Repeat("a", 90)} {
		subject := noun.OfficeSubject(origin)
		if _, err := act.ParseSubject(string(subject)); err != nil {
			t.Errorf("%s: %v", origin, err)
		}
		if other, is := seen[subject]; is {
			t.Errorf("%s and %s have one subject: %s", origin, other, subject)
		}
		seen[subject] = origin
	}
	if noun.OfficeSubject("hq.exercise.truce") != "office/hq.exercise.truce" {
		t.Error("an origin that is a name is the name")
	}
}
