package tiles

import "testing"

// Points that one screen cannot hold are counted, however near one comes.
func TestCrowded_tiles_count(t *testing.T) {
	t.Parallel()
	for _, n := range []int{crowd, crowd + 1} {
		s := &spots{words: newWords()}
		for i := range n {
			s.sorted = append(s.sorted, spot{key: keyOf(square(36.7+float64(i)*1e-6, 34.7)), id: int64(i), sector: -1})
		}
		s.sort()
		x, y := fromKey(s.sorted[0].key)
		tile := tileID{z: 12, y: y >> 20, x: x >> 20}
		all := &selection{}
		if got, want := s.crowded(tile, all), n > crowd; got != want {
			t.Errorf("%d in a tile: crowded is %v", n, got)
		}
		if got := s.clusters(tile, all, &pool{}).n; got >= n/2 || got == 0 {
			t.Errorf("%d in a tile: %d clusters", n, got)
		}
	}
}
