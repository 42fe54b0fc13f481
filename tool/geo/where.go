package geo

// Where says how a place lies to an area.
type Where uint8

// The four answers. MayBe is only given for uncertain places (a circle, a sector): part of
// what the place can be is inside and part of it is not, or the two are too near to tell.
const (
	Outside Where = iota
	Inside
	Border
	MayBe
)

// String is the word used in records.
func (w Where) String() string {
	return [...]string{"outside", "inside", "border", "may-be"}[w]
}

// Holds says whether the area's rules hold at the place for certain. The border belongs to
// every area that has it: the agreements set no gap between neighbours, and a border that
// belonged to one side only would let an accident of drawing decide who answers for it.
func (w Where) Holds() bool { return w == Inside || w == Border }
