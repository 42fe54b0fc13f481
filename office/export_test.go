package office

// LawChanges shows tests what followers are told.
func (f *Office) LawChanges() []lawChange { return f.lawChanges() }
