#!/usr/bin/env bash
# Benchmarks of the whole program, with their peers, in one run: ratios, not times, are
# what to compare. Writes docs/performance.md. Takes about a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TRUCE_BENCH_ROWS:-1000000}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# As cmd/truce sets them for itself.
export GOGC=400 GOMEMLIMIT=400MiB

bench() { # file, folder, pattern, benchtime
	echo "running $3 in $2" >&2
	(cd "$2" && go test -run '^$' -bench "$3" -benchtime "$4" -timeout 30m .) >"$out/$1" || { cat "$out/$1" >&2; exit 1; }
}
# metric FILE NAME UNIT: the number before the unit, on the line of the benchmark
metric() { awk -v name="$2" -v unit="$3" 'index($1, name) == 1 { for (i = 2; i <= NF; i++) if ($i == unit) print $(i-1) }' "$out/$1" | head -1; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }
tenth() { awk "BEGIN { printf \"%.1f\", $1 }"; }

TRUCE_BENCH_ROWS=$rows bench million office 'BenchmarkMillion' 1x

{
	cat <<-EOT
	# Speed

	Written by \`make bench\` on $(date -u +%Y-%m-%d), $(nproc) cores ($(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo)), $(go version | cut -d' ' -f3).
	Absolute figures move with the machine and the hour; the ratios are of one run.
	EOT
	.ci/bench-acts.sh
	cat <<-EOT

	## Asking, of $rows observations

	| what | figure |
	|---|---|
	| filtered page of 100 | p50 $(metric million BenchmarkMillion/page p50-ms) ms, p99 $(metric million BenchmarkMillion/page p99-ms) ms |
	| counts by kind and day | $(tenth "$(metric million BenchmarkMillion/counts ms/count)") ms |
	| folding everything again | $(whole "$(metric million BenchmarkMillion/rebuild acts/s)") acts/s |
	| opening the office | $(tenth "$(metric million BenchmarkMillion/cold ms/open)") ms |
	| resident memory after that | $(whole "$(metric million BenchmarkMillion/resident MB)") MB |
	EOT
} | sed 's/^\t//' >docs/performance.md
.ci/bench-law.sh >>docs/performance.md
.ci/bench-bulletin.sh >>docs/performance.md
.ci/bench-tiles.sh >>docs/performance.md
.ci/bench-desk.sh >>docs/performance.md
cat docs/performance.md
