package store

// FileName is the database, in the folder of its office. While nobody has it open it is whole
// in this one file; its log can be left over where a program was killed.
const FileName = "office.db"

// LogName is the database's write-ahead log: what was committed and is not in the database yet.
const LogName = FileName + "-wal"

const indexName = "search.db"

// ComputedNames are the files beside a database that nobody has open which can be removed:
// what they hold is computed again.
func ComputedNames() []string {
	return append([]string{FileName + "-shm"}, indexNames()...)
}

func indexNames() []string { return []string{indexName, indexName + "-wal", indexName + "-shm"} }
