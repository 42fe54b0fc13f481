package shape

import "strings"

// Column is one member of a state that a table can have as a column: text, a number, yes or no,
// or an instant, not within a list.
type Column struct {
	Path string     // names joined by dots, such as "place.code"
	Type ColumnType // stays the same for every row
	Doc  string     // what it means, with its unit; "" if the type does not say
	List string     // taxonomy of its words, or ""
}

// ColumnType is the type of all values of a column.
type ColumnType string

// Types of columns. An instant is RFC 3339 in UTC.
const (
	Text    ColumnType = "text"
	Integer ColumnType = "integer"
	Number  ColumnType = "number"
	Boolean ColumnType = "boolean"
	Instant ColumnType = "instant"
)

// Columns are the members of the state that tables have as columns, in the order of the Go
// type. What stands in lists is left out: a table of it is another table.
func (s State) Columns() []Column {
	var all []Column
	s.root.columns("", &all)
	return all
}

func (n *node) columns(path string, all *[]Column) {
	types := map[kind]ColumnType{text: Text, opaque: Text, integer: Integer, number: Number, boolean: Boolean, instant: Instant}
	for _, f := range n.fields {
		at := strings.TrimPrefix(path+"."+f.name, ".")
		if t, is := types[f.node.kind]; is {
			*all = append(*all, Column{at, t, f.node.doc, f.node.list})
		}
		f.node.columns(at, all)
	}
}
