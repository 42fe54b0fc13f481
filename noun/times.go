package noun

// Precision says where a noun tells how well the times of its rows are known, as a code of the list
// time-precision. The zero value: they are known as they are written.
type Precision struct {
	Member string // path in the state of the member that says it
	Always string // or what holds for all rows of the noun
}
