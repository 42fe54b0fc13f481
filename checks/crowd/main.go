// Command crowd fills the folder of an office that nobody has open with very many
// observations of one person, for tests of size:
//
//	crowd OFFICE-FOLDER KEY-FILE COUNT
//
// `truce rebuild --data OFFICE-FOLDER` makes the office's state of them afterwards.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/office/officetest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: crowd OFFICE-FOLDER KEY-FILE COUNT")
	}
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return fmt.Errorf("read count: %w", err)
	}
	text, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	var file struct {
		Person act.SubjectID  `json:"person"`
		Key    jsontext.Value `json:"key"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("read %s: %w", args[1], err)
	}
	key, err := act.ParsePrivateKey(file.Key)
	if err != nil {
		return fmt.Errorf("read %s: %w", args[1], err)
	}
	return officetest.Fill(args[0], officetest.Author{Key: key, Person: file.Person}, time.Now(), n)
}
