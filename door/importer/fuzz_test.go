package importer_test

import (
	"maps"
	"slices"
	"testing"

	"truce/door/importer"
	"truce/office/officetest"
)

// Whatever stands in a table, each of its rows is accounted for once, and no row is recorded whose file is no table; the same table again adds nothing.
func FuzzImport(f *testing.F) {
	w := officetest.New(f)
	all := kindsOfTable()
	names := slices.Sorted(maps.Keys(all))
	for i, name := range names {
		k := all[name]
		f.Add(uint(i), []byte(k.file(k.row(1), k.row(2), k.row(1), k.changed(2))))
		for _, bad := range slices.Sorted(maps.Keys(k.bad)) {
			f.Add(uint(i), []byte(k.file(k.bad[bad][0].(string), k.row(1))))
		}
		f.Add(uint(i), []byte("\ufeff"+k.file(k.row(1))+"\""))
	}
	f.Fuzz(func(t *testing.T, which uint, content []byte) {
		k := all[names[which%uint(len(names))]]
		before := w.Size()
		r, err := importer.Import(t.Context(), text(string(content)), k.format, options(w, "secretary"), nil)
		told := r.Taken + r.There + r.Changed + r.Duplicate + r.Unusable + r.Refused
		if told != r.Rows {
			t.Errorf("%d rows were read, and %d are told of: %+v", r.Rows, told, r)
		}
		if grown := w.Size() - before; err == nil && grown < int64(r.Taken) {
			t.Errorf("%d rows are told as taken, the register has %d entries more", r.Taken, grown)
		}
		if err != nil && r.Rows == 0 && w.Size() != before {
			t.Errorf("it is no table (%v), and %d entries were made of it", err, w.Size()-before)
		}
		again, err := importer.Import(t.Context(), text(string(content)), k.format, options(w, "secretary"), nil)
		if again.Taken != 0 {
			t.Errorf("twice adds %d: %v", again.Taken, err)
		}
	})
}
