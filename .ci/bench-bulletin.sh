#!/usr/bin/env bash
# Benchmark of the bulletin: a day and a week out of very many observations. Prints the third
# part of docs/performance.md. Takes about five minutes on an idle machine.
source "$(dirname "$0")/bench-lib.sh"

bench bulletin office/bulletins BenchmarkBulletin 3x
bulletin() { metric bulletin "BenchmarkBulletin/$1-" "$2"; }

cat <<-EOT

	## Bulletins out of $rows observations

	Both editions, over four years of observations and four zones with belts.

	| what | figure |
	|---|---|
	| a day ($(whole "$(bulletin daily,_nothing_late observed)") observations) | $(whole "$(bulletin daily,_nothing_late ms/bulletin)") ms |
	| a week ($(whole "$(bulletin weekly observed)") observations) | $(whole "$(bulletin weekly ms/bulletin)") ms |
	| a day, when $(whole "$(bulletin daily late)") records about earlier days came in since the last bulletin | $(whole "$(bulletin daily ms/bulletin)") ms |
EOT
