package exchange_test

import (
	"testing"
	"testing/fstest"

	"truce/exchange"
)

func TestSoundCopies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 300)
	for _, who := range []string{"administrator", "auditor-1", "secretary", "liaison-tr"} {
		t.Run("made for "+who, func(t *testing.T) {
			t.Parallel()
			files := w.copied(t, who)
			r := check(t, files, exchange.CheckOptions{})
			if !r.OK() || r.Acts != w.Size() || r.Head.Size != w.Size() || r.KeyFrom != exchange.KeyOfCopy {
				t.Errorf("%+v", r)
			}
			t.Log(r.Disclosed, r.Evidence)
		})
	}
}

var _ = fstest.MapFS{}
