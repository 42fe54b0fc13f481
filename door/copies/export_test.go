package copies

// Before runs f ahead of each step on the disk.
func (o *ExportOptions) Before(f func(step string) error) { o.before = f }
