package shape

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
)

// A form grows by revisions: what was signed is read for ever by the members and limits of its own. Members say since
// which they are there, limits which number holds from which on. A program that does not have a revision calls an act
// of it unknown, and never wrong. A type that several kinds share takes a number above the revisions of all of them: the
// numbers between are the same form again.

// since is the first revision that has a member.
func (r reader) since(tag reflect.StructTag) (int, error) {
	text, has := tag.Lookup("since")
	if !has {
		return 1, nil
	}
	rev, err := strconv.Atoi(text)
	if err != nil || rev < 2 {
		return 0, fmt.Errorf("since %q: want a revision after the first", text)
	}
	*r.latest = max(*r.latest, rev)
	return rev, nil
}

// later are limits from a later revision on, such as max2:"12".
var later = regexp.MustCompile(`(?:^| )((min|max|over|below|maxlen|pattern)([0-9]+)):"`)

// inForce is the tag with the limits that hold in this revision.
func (r reader) inForce(tag reflect.StructTag) (reflect.StructTag, error) {
	held := map[string]int{}
	out := tag
	for _, found := range later.FindAllStringSubmatch(string(tag), -1) {
		key, name := found[1], found[2]
		rev, err := strconv.Atoi(found[3])
		if err != nil || rev < 2 {
			return "", fmt.Errorf("%s: want a revision after the first", key)
		}
		*r.latest = max(*r.latest, rev)
		if rev <= r.rev && rev > held[name] {
			held[name] = rev
			out = reflect.StructTag(fmt.Sprintf("%s:%q ", name, tag.Get(key))) + out // the first of a name is read
		}
	}
	return out, nil
}
