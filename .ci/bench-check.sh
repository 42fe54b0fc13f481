#!/usr/bin/env bash
# Benchmarks of `truce check`: act by act, and with folding, in one run. Prints a part of docs/performance.md.
source "$(dirname "$0")/bench-lib.sh"

bench check door/copies 'BenchmarkCheck/|BenchmarkFold' 3x
figures() { echo "| $1 | $(whole "$(metric check "$2" acts/s)") | $(whole "$(metric check "$2" acts/cpu-s)") |"; }

cat <<-EOT

	## Checking a copy

	Measured on $(date -u "+%Y-%m-%d, %H:%M") UTC, $(cut -d' ' -f1 /proc/loadavg) processes wanting the processors, a copy of 20,000 acts. \`truce check\` folds what it has
	checked while it checks on, so that the second line has the first in it. Wanted: 20,000 acts/s for both, on two cores that have nothing else to do.

	| what | acts/s | acts a second of one processor |
	|---|---|---|
	$(figures "signatures, hashes and admission" BenchmarkCheck)
	$(figures "the same, and folding what they add up to" BenchmarkFold)
EOT
