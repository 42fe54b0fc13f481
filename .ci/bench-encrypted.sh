#!/usr/bin/env bash
# Benchmarks of an encrypted office beside one that is not, in turns of one run. Prints a part of docs/performance.md.
source "$(dirname "$0")/bench-lib.sh"

bench encrypted office BenchmarkEncrypted "${TRUCE_BENCH_ENCRYPTED:-20000}x"
# figures WHAT UNIT: both, and how many times as fast the encrypted one is
figures() {
	local plain encrypted
	plain=$(metric encrypted BenchmarkEncrypted "plain-$2")
	encrypted=$(metric encrypted BenchmarkEncrypted "encrypted-$2")
	echo "| $1 | $(whole "$plain")/s | $(whole "$encrypted")/s | $(ratio "$encrypted" "$plain") |"
}

cat <<-EOT

	## An encrypted folder

	Measured on $(date -u "+%Y-%m-%d, %H:%M") UTC, $(cut -d' ' -f1 /proc/loadavg) processes wanting the processors, in turns with an office of which the folder is not encrypted.

	| what | in the clear | encrypted | ratio |
	|---|---|---|---|
	$(figures "acts, 64 submitters" acts/s)
	$(figures "filtered pages of 100" pages/s)
	$(figures "entries held to their hashes and the tree" checked/s)
EOT
