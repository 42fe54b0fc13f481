package problem

import "slices"

// String returns the word of the key, as in "signature-wrong". It is stable:
// clients and log searches rely on it.
func (k Key) String() string {
	if k >= keyCount {
		return keyWords[InternalFault]
	}
	return keyWords[k]
}

// MarshalText writes the word of the key.
func (k Key) MarshalText() ([]byte, error) {
	return []byte(k.String()), nil
}

// ParseKey finds the key of a word that another program sent. False if this
// version does not know it.
func ParseKey(word string) (Key, bool) {
	i := slices.Index(keyWords[:], word)
	if i < 0 {
		return InternalFault, false
	}
	return Key(i), true
}
