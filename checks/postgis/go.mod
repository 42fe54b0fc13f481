module truce/checks/postgis

go 1.26.0

replace truce => ../..

require (
	github.com/jackc/pgx/v5 v5.11.0
	truce v0.0.0-00010101000000-000000000000
)

require (
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/peterstace/simplefeatures v0.59.0 // indirect
	github.com/tidwall/geodesic v0.3.5 // indirect
	golang.org/x/text v0.42.0 // indirect
)
