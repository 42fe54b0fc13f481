package reading

import "truce/tool/answer"

// unheld says of rows that name a file which is not held here. It is so now, whatever moment was asked about: the acts and
// their effect stay, and the file may still come.
func (m *Room) unheld(items []answer.Item) (err error) {
	for i := range items {
		of := &items[i]
		if of.NotHeld, err = m.office.Unheld(of.Subject, of.State); err != nil {
			return err
		}
	}
	return nil
}
