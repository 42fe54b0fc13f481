package problem

// Keys lists every key, in the order of the catalogue.
func Keys() []Key {
	all := make([]Key, keyCount)
	for i := range all {
		all[i] = Key(i)
	}
	return all
}
