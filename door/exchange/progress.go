package exchange

// Progress says how far a long piece of work is.
type Progress struct {
	Doing       string // what is being done, in two or three words for a person
	Done, Total int64  // Total is 0 while it is not known
	Unit        string // entries, files or bytes
}

// Tell is told of progress now and then, by one goroutine at a time. A nil Tell is told
// nothing.
type Tell func(Progress)

func (t Tell) at(doing string, done, total int64, unit string) {
	if t != nil {
		t(Progress{doing, done, total, unit})
	}
}
