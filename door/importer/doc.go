// Package importer reads published tables and maps and files one act for each row or
// feature, signed by the person who imports: the row named, its hash kept, the precision
// of its place and date carried over. Events become allegations, never observations.
//
// Import is the frame, a Format is one kind of table: UCDP, SyrianArchive, Places, Tallies,
// Zones. Agreement files a text with its clauses; RecordSignatures and RecordConsents add
// what parties are published to have said. A row that cannot be used, that the
// office refuses, or that was imported before with other content is listed in the Report
// with its line and the reason: nothing is left out silently. Importing a file again adds
// nothing, so an import that was broken off is simply done again.
//
// It is not for forms that people fill in, nor for records of other offices: those come
// as acts already.
package importer
