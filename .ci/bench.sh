#!/usr/bin/env bash
# Benchmarks of the whole program, with their peers, in one run: ratios, not times, are
# what to compare. Writes docs/performance.md. Takes about a quarter of an hour.
source "$(dirname "$0")/bench-lib.sh"

bench million office 'BenchmarkMillion' 1x

{
	cat <<-EOT
	# Speed

	Written by \`make bench\` on $(date -u +%Y-%m-%d), $(nproc) cores ($(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo)), $(go version | cut -d' ' -f3).
	Absolute figures move with the machine and the hour; the ratios are of one run. A part that names its hour was measured then.
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
.ci/bench-check.sh >>docs/performance.md
.ci/bench-encrypted.sh >>docs/performance.md
cat docs/performance.md
