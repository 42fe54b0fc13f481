package backup

// Before runs f ahead of each step on the disk.
func (o *Options) Before(f func(step string) error) { o.before = f }

// Before runs f ahead of each step on the disk.
func (o *RestoreOptions) Before(f func(step string) error) { o.before = f }
