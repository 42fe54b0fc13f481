#!/usr/bin/env bash
# Benchmark of the bulletin: a day and a week out of very many observations. Prints the third
# part of docs/performance.md. Takes about five minutes on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TRUCE_BENCH_ROWS:-1000000}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# As cmd/truce sets them for itself.
export GOGC=400 GOMEMLIMIT=400MiB

echo "running BenchmarkBulletin in office" >&2
(cd office && TRUCE_BENCH_ROWS=$rows go test -run '^$' -bench BenchmarkBulletin -benchtime 3x -timeout 30m .) >"$out/bulletin" || { cat "$out/bulletin" >&2; exit 1; }

# metric NAME UNIT: the number before the unit, on the line of the benchmark
metric() { awk -v name="BenchmarkBulletin/$1-" -v unit="$2" 'index($1, name) == 1 { for (i = 2; i <= NF; i++) if ($i == unit) print $(i-1) }' "$out/bulletin" | head -1; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }

cat <<-EOT

	## Bulletins out of $rows observations

	Both editions, over four years of observations and four zones with belts.

	| what | figure |
	|---|---|
	| a day ($(whole "$(metric daily,_nothing_late observed)") observations) | $(whole "$(metric daily,_nothing_late ms/bulletin)") ms |
	| a week ($(whole "$(metric weekly observed)") observations) | $(whole "$(metric weekly ms/bulletin)") ms |
	| a day, when $(whole "$(metric daily late)") records about earlier days came in since the last bulletin | $(whole "$(metric daily ms/bulletin)") ms |
EOT
