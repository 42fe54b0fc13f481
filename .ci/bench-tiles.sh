#!/usr/bin/env bash
# Benchmark of vector tiles beside PostGIS, in the same run. Prints the fourth part of
# docs/performance.md. Takes about a minute on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/.."

spots=${TRUCE_BENCH_SPOTS:-200000}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# As cmd/truce sets them for itself.
export GOGC=400 GOMEMLIMIT=400MiB

echo "running BenchmarkTiles beside PostGIS" >&2
(cd checks/postgis && TRUCE_BENCH_SPOTS=$spots go test -run '^$' -bench BenchmarkTiles -benchtime 10x -timeout 30m .) >"$out/tiles" || { cat "$out/tiles" >&2; exit 1; }

# metric ZOOM UNIT: the number before the unit, on the line of the benchmark
metric() { awk -v name="BenchmarkTiles/zoom=$1-" -v unit="$2" 'index($1, name) == 1 { for (i = 2; i <= NF; i++) if ($i == unit) print $(i-1) }' "$out/tiles"; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }
tenth() { awk "BEGIN { printf \"%.1f\", $1 }"; }

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
	echo "| $z | $(tenth "$(metric $z kB/tile)"), $(tenth "$(metric $z postgis-kB/tile)") | $(whole "$(metric $z made/s)")/s | $(whole "$(metric $z postgis/s)")/s | $(tenth "$(metric $z made-ratio)") | $(whole "$(metric $z again/s)")/s | $(tenth "$(metric $z again-ratio)") |"
done
