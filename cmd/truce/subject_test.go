package main

import (
	"strings"
	"testing"
)

func TestSubject_of_a_key_is_written_with_its_prefix_or_without(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("A", 43)
	for _, text := range []string{"key/" + id, "key/jkt:" + id} {
		if got, err := subjectOf(text); err != nil || string(got) != "key/jkt:"+id {
			t.Errorf("%s is %s, %v", text, got, err)
		}
		if got := keySubject(text); string(got) != "key/jkt:"+id {
			t.Errorf("%s as a key is %s", text, got)
		}
	}
	if got := keySubject(id); string(got) != "key/jkt:"+id {
		t.Errorf("a fingerprint is %s", got)
	}
	if got, err := subjectOf("report/" + id); err != nil || string(got) != "report/"+id {
		t.Errorf("another subject became %s, %v", got, err)
	}
}
