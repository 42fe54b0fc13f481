#!/usr/bin/env bash
# Benchmarks of the whole program, with their peers, in one run: ratios, not times, are
# what to compare. Writes docs/performance.md. Takes about a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TRUCE_BENCH_ROWS:-1000000}
acts=${TRUCE_BENCH_ACTS:-60000}
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
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }
tenth() { awk "BEGIN { printf \"%.1f\", $1 }"; }

bench office office 'BenchmarkSubmit|BenchmarkFsync' "${acts}x"
bench tessera checks/tlog 'BenchmarkTesseraPOSIX' "${acts}x"
bench http api 'BenchmarkSubmit' "${acts}x"
TRUCE_BENCH_ROWS=$rows bench million office 'BenchmarkMillion' 1x

many=$(metric office BenchmarkSubmit/submitters=256 acts/s)
one=$(metric office BenchmarkSubmit/submitters=1 acts/s)
fsyncs=$(metric office BenchmarkFsync fsyncs/s)
tessera=$(metric tessera BenchmarkTesseraPOSIX entries/s)
door=$(metric http BenchmarkSubmit/door acts/s)
read=$(metric http BenchmarkSubmit/read_body_only acts/s)
doorcpu=$(metric http BenchmarkSubmit/door cpu-us/act)
readcpu=$(metric http BenchmarkSubmit/read_body_only cpu-us/act)

{
	cat <<-EOT
	# Speed

	Written by \`make bench\` on $(date -u +%Y-%m-%d), $(nproc) cores ($(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo)), $(go version | cut -d' ' -f3).
	Absolute figures move with the machine and the day; the ratios are of one run. Acts are of about 1 kB, each signed,
	checked, permitted, folded and fsync'd before it is answered.

	## Taking acts

	| what | figure | beside it | ratio |
	|---|---|---|---|
	| 256 submitters, in the process | $(whole "$many") acts/s, p99 $(metric office BenchmarkSubmit/submitters=256 p99-ms) ms | tessera's POSIX storage, which checks no signature and folds nothing: $(whole "$tessera") entries/s | $(ratio "$many" "$tessera") |
	| one submitter | $(whole "$one") acts/s, p99 $(metric office BenchmarkSubmit/submitters=1 p99-ms) ms | this disk: $(whole "$fsyncs") fsyncs/s | $(ratio "$one" "$fsyncs") |
	| over HTTP, 256 clients | $(whole "$door") acts/s | a handler that only reads the body: $(whole "$read")/s | $(ratio "$door" "$read") |
	| processor time of an act in the process, 256 submitters | $(whole "$(metric office BenchmarkSubmit/submitters=256 cpu-us/act)") us | | |
	| processor time of an act over HTTP, client included | $(whole "$doorcpu") us | that handler: $(whole "$readcpu") us | $(ratio "$readcpu" "$doorcpu") |

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
