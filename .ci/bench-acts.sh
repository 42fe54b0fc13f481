#!/usr/bin/env bash
# Benchmarks of taking acts, in the process and over HTTP, beside tessera's storage, the
# disk's fsync and a handler that only reads. Prints the first part of docs/performance.md.
# Takes five minutes on an idle machine.
source "$(dirname "$0")/bench-lib.sh"

acts=${TRUCE_BENCH_ACTS:-60000}

bench office office BenchmarkSubmit "${acts}x"
bench lone office BenchmarkLone "$((acts / 5))x"
bench tessera checks/tlog 'BenchmarkTesseraPOSIX' "${acts}x"
bench http door/api 'BenchmarkSubmit/clear|BenchmarkSubmit/TLS$' "${acts}x"
bench anew door/api 'BenchmarkSubmit/TLS_anew' "$((acts / 10))x"

many=$(metric office BenchmarkSubmit acts/s)
one=$(metric lone BenchmarkLone acts/s)
fsyncs=$(metric lone BenchmarkLone fsyncs/s)
tessera=$(metric tessera BenchmarkTesseraPOSIX entries/s)
# line FILE WAY: what the door takes by one way, beside a handler that only reads
line() {
	local door read doorcpu readcpu
	door=$(metric "$1" "BenchmarkSubmit/$2/door" acts/s)
	read=$(metric "$1" "BenchmarkSubmit/$2/read_body_only" acts/s)
	doorcpu=$(metric "$1" "BenchmarkSubmit/$2/door" cpu-us/act)
	readcpu=$(metric "$1" "BenchmarkSubmit/$2/read_body_only" cpu-us/act)
	echo "$(whole "$door")/s | $(whole "$read")/s | $(ratio "$door" "$read") | $(whole "$doorcpu") us, $(whole "$readcpu") us |"
}

cat <<-EOT

	## Taking acts

	Measured on $(date -u "+%Y-%m-%d, %H:%M") UTC. Acts are of about 1 kB, each signed, checked, permitted, folded and
	fsync'd before it is answered.

	| what | figure | beside it | ratio |
	|---|---|---|---|
	| 256 submitters, in the process | $(whole "$many") acts/s, p99 $(metric office BenchmarkSubmit p99-ms) ms | tessera's POSIX storage, which checks no signature and folds nothing: $(whole "$tessera") entries/s | $(ratio "$many" "$tessera") |
	| one submitter | $(whole "$one") acts/s, p99 $(metric lone BenchmarkLone p99-ms) ms | this disk, by turns with it: $(whole "$fsyncs") fsyncs/s | $(ratio "$one" "$fsyncs") |
	| processor time of an act in the process, 256 submitters | $(whole "$(metric office BenchmarkSubmit cpu-us/act)") us | | |

	Over HTTP, one act a request, 128 callers, beside a handler that only reads the body; client and server share the
	processor time. In the clear an office speaks to its own machine alone.

	| how | the office | reads only | ratio | processor time of each |
	|---|---|---|---|---|
	| in the clear, HTTP/1.1, connections kept | $(line http clear)
	| TLS 1.3 and HTTP/2, as an office is served, connections kept | $(line http TLS)
	| the same, a connection for each act, as posts and the command line come | $(line anew TLS_anew)
EOT
