# What the scripts of benchmarks share; they source it. Each runs in the repository, keeps
# what benchmarks printed in $out while it runs, and prints a part of docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rows=${TRUCE_BENCH_ROWS:-1000000}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

export TRUCE_BENCH_ROWS=$rows
export GOGC=400 GOMEMLIMIT=400MiB # as cmd/truce sets them for itself

# kept FILE COMMAND...: runs it and keeps what it prints; shows that if it fails
kept() {
	local file=$1
	shift
	echo "running $*" >&2
	"$@" >"$out/$file" || { cat "$out/$file" >&2; exit 1; }
}
# bench FILE FOLDER PATTERN BENCHTIME
bench() { kept "$1" go -C "$2" test -run '^$' -bench "$3" -benchtime "$4" -timeout 30m .; }
# metric FILE NAME UNIT: the number before the unit, on the first line of a benchmark whose name begins so
metric() { awk -v name="$2" -v unit="$3" 'index($1, name) == 1 { for (i = 2; i <= NF; i++) if ($i == unit) { print $(i-1); exit } }' "$out/$1"; }
whole() { awk "BEGIN { printf \"%.0f\", $1 }"; }
tenth() { awk "BEGIN { printf \"%.1f\", $1 }"; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
