package noun

// Content is a file that an act names, with what the act says of it. The act holds its hashes; the bytes are
// elsewhere, in the files that an office keeps.
type Content struct {
	Original string // SHA-256 of the original, in hexadecimal
	Size     int64  // bytes of the original
	Sealed   string // SHA-256 of the sealed original: files are kept under it
	Working  string // SHA-256 of the working copy; "" if there is none
}

// Promising is a body, or the state that it adds up to, which names content that is not in the act. Whoever reads the
// register takes it that the content is there. So an office takes such an act only once it holds the content, as the
// act tells it; of what another office took it says where it does not hold it.
//
// It is no rule of admission: whoever has a copy of the register must be able to judge each act by the register alone,
// and files come with a copy or do not.
type Promising interface {
	Promises() []Content
}
