// Package published says from which published record something was taken: what an
// importer carries over so that anybody can find the record again and hold the two
// beside each other.
package published

import "time"

// Row is one record of a published data set.
type Row struct {
	Dataset string    `json:"dataset" maxlen:"100" doc:"name and version of the data set"`
	Row     string    `json:"row" maxlen:"100" doc:"the row's own id"`
	Line    int       `json:"line,omitzero" min:"1" max:"100000000" doc:"line in the file; of GeoJSON the feature's number, from 1"`
	SHA256  string    `json:"sha256,omitempty" pattern:"^[0-9a-f]{64}$" doc:"of the row as read, by RFC 8785: of the list of its fields, each a string; of a GeoJSON feature, of the feature. Absent: the row is not published, and nobody is to guess at it"`
	Source  string    `json:"source,omitempty" maxlen:"400" doc:"whom the data set cites"`
	ReadAt  time.Time `json:"readAt,omitzero" doc:"when the importing person read it"`
}
