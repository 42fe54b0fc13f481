#!/usr/bin/env bash
# Benchmark of vector tiles beside PostGIS, in the same run. Prints the fourth part of
# docs/performance.md. Takes about a minute on an idle machine.
source "$(dirname "$0")/bench-lib.sh"

spots=${TRUCE_BENCH_SPOTS:-200000}

export TRUCE_BENCH_SPOTS=$spots
bench tiles checks/postgis BenchmarkTiles 10x
tiles() { metric tiles "BenchmarkTiles/zoom=$1-" "$2"; }

cat <<-EOT

	## Vector tiles of $spots observations

	Both over HTTP, unpacked, two clients, every tile of the country by turns. Beside ours stands a handler that does what
	pg_tileserv does for a table, and nothing else: its statement (ST_AsMVT over a GiST index) through a pool of connections.
	pg_tileserv itself is no module of the registries. Each of our answers checks who asks and what they may see. "Made": no
	tile was asked for before; "again": all were. At zoom 8 and below, and in tiles of more than
	2,500, ours counts; at zoom 10 both draw the same points. From zoom 11 on, HTTP alone is most of it.

	| zoom | kB of a tile, ours and PostGIS's | ours, made | PostGIS | ratio | ours, again | ratio |
	|---|---|---|---|---|---|---|
EOT
for z in 8 9 10 11 12; do
	echo "| $z | $(tenth "$(tiles $z kB/tile)"), $(tenth "$(tiles $z postgis-kB/tile)") | $(whole "$(tiles $z made/s)")/s | $(whole "$(tiles $z postgis/s)")/s | $(tenth "$(tiles $z made-ratio)") | $(whole "$(tiles $z again/s)")/s | $(tenth "$(tiles $z again-ratio)") |"
done
