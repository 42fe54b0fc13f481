#!/usr/bin/env bash
# Benchmarks of the law: which boundary holds where and when, beside PostGIS in the same
# run, and judging what an office holds. Prints the second part of docs/performance.md.
# Takes about ten minutes on an idle machine.
source "$(dirname "$0")/bench-lib.sh"

points=${TRUCE_BENCH_POINTS:-1000000}

kept join go -C checks/postgis run ./join -points "$points"
bench judging office BenchmarkJudging 1x
judging() { metric judging "BenchmarkJudging/$1" "$2"; }

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
	| judging all of them the first time, words being indexed beside it | $(whole "$(judging first rows/s)") rows/s |
	| judging again after a zone was drawn: $(whole "$(judging again rows-judged)") rows that it could touch | $(tenth "$(judging again s/zone)") s |
	| one who reports meanwhile | p99 $(tenth "$(judging again report-p99-ms)") ms; alone $(tenth "$(judging alone report-p99-ms)") ms |
	| counts by zone and day | $(tenth "$(judging counts_by_zone_and_day ms/count)") ms |
	| resident memory after all that | $(whole "$(judging resident MB)") MB |
	| a page of 100 within a zone | $(tenth "$(judging page_within_a_zone ms/page)") ms |
EOT
