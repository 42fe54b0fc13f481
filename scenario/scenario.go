// Package scenario holds ceasefires to try everything on, each a folder of data: who takes
// part, what was agreed, what is drawn on the map, and the acts in the order in which they
// were made. Package exercise reads such a folder, these or anybody's own. Nothing in here
// is code, and nothing in the code knows of any of them.
package scenario

import (
	"embed"
	"fmt"
	"io/fs"
)

// Default is the folder that is taken when none is named.
const Default = "syria-2017"

//go:embed syria-2017 albarena-2025
var folders embed.FS

// Names are those of all folders, sorted.
func Names() []string {
	entries, err := fs.ReadDir(folders, ".")
	if err != nil {
		panic(err) // they are compiled in
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// Open answers the folder of that name.
func Open(name string) (fs.FS, error) {
	if name == "." || !fs.ValidPath(name) {
		return nil, fmt.Errorf("open scenario: no scenario is named %q", name)
	}
	if _, err := fs.Stat(folders, name); err != nil {
		return nil, fmt.Errorf("open scenario: no scenario is named %q", name)
	}
	return fs.Sub(folders, name)
}
