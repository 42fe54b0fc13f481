#!/usr/bin/env bash
# Benchmarks of the law: which boundary holds where and when, beside PostGIS in the same
# run, and judging what an office holds. Prints the second part of docs/performance.md.
# Takes about ten minutes on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TRUCE_BENCH_ROWS:-1000000}
points=${TRUCE_BENCH_POINTS:-1000000}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# As cmd/truce sets them for itself.
export GOGC=400 GOMEMLIMIT=400MiB

echo "running the join beside PostGIS" >&2
(cd checks/postgis && go run ./join -points "$points") >"$out/join" || { cat "$out/join" >&2; exit 1; }
echo "running BenchmarkJudging in office" >&2
(cd office && TRUCE_BENCH_ROWS=$rows go test -run '^$' -bench BenchmarkJudging -benchtime 1x -timeout 30m .) >"$out/judging" || { cat "$out/judging" >&2; exit 1; }

# metric NAME UNIT: the number before the unit, on the line of the benchmark
metric() { awk -v name="BenchmarkJudging/$1" -v unit="$2" 'index($1, name) == 1 { for (i = 2; i <= NF; i++) if ($i == unit) print $(i-1) }' "$out/judging" | head -1; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }
tenth() { awk "BEGIN { printf \"%.1f\", $1 }"; }

cat <<-EOT

	## Which boundary holds where and when

	$points points, each at its own moment, against 200 zones of 2,000 vertices with five boundaries one after another.
	Both find the same pairs, points on shared borders included; whole units of 1e-7 degree, so that neither rounds.
	Our time has sorting the points in it; PostGIS's has no index building in it. Where polygons are cut, PostGIS counts a
	point on a cut twice.

	| PostGIS's plan | threads or processes | ours, points/s | PostGIS, points/s | ratio |
	|---|---|---|---|---|
EOT
sed -n 's/^threads: \([0-9]*\) law: \([0-9]*\)\/s postgis: \([0-9]*\)\/s ratio: \([0-9]*\) (\([^;]*\);.*/| \5 | \1 | \2 | \3 | \4 |/p' "$out/join"
cat <<-EOT

	## Judging $rows observations

	| what | figure |
	|---|---|
	| judging all of them the first time, words being indexed beside it | $(whole "$(metric first rows/s)") rows/s |
	| judging again after a zone was amended: $(whole "$(metric again rows-judged)") rows that it could touch | $(tenth "$(metric again s/amendment)") s |
	| one who reports meanwhile | p99 $(tenth "$(metric again report-p99-ms)") ms; alone $(tenth "$(metric alone report-p99-ms)") ms |
	| counts by zone and day | $(tenth "$(metric counts_by_zone_and_day ms/count)") ms |
	| resident memory after all that | $(whole "$(metric resident MB)") MB |
	| a page of 100 within a zone | $(tenth "$(metric page_within_a_zone ms/page)") ms |
EOT
