package blob

// Before runs f ahead of each later step on the disk.
func (s *Store) Before(f func(step string) error) { s.disk.before = f }
