# What the parts share.
steps=()
now() { date +%s%N; }
began=$(now)
step() { # what was done since the last step, and what came of it
	steps+=("$(printf '%-42s %8.2f s   %s' "$1" "$(awk "BEGIN {print ($(now) - $began) / 1e9}")" "$2")")
	began=$(now)
}
fail() { echo "FAILED: $*" >&2; exit 1; }
running=()
# background FILE COMMAND ...: runs until the end, and prints into the file.
background() {
	"${@:2}" >"$1" 2>&1 &
	running+=($!)
}
stop_all() {
	for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
	for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
}
quietly() { "$@" >/dev/null 2>"$work/said" || fail "$(cat "$work/said")"; }
as_admin() { quietly "$truce" "$@" --data "$office" --key "$admin"; }
as_secretary() { "$truce" "$@" --data "$office" --key "$secretary" 2>"$work/said" || fail "$(cat "$work/said")"; }

# import KIND FILE ...: what an import said stays in $work/imported, what it could not use
# in $work/listed.csv.
import() { as_secretary import "$@" --listed "$work/listed.csv" >"$work/imported"; }
# new: how many rows the last import took.
new() { awk '/ new, / {n += $1} END {print n + 0}' "$work/imported"; }
left_out() { awk -F': ' '/ not imported: / {gsub(/[^0-9,]/, "", $2); split($2, n, ","); for (i in n) sum += n[i]} END {print sum + 0}' "$work/imported"; }
total() { as_secretary count "$@" | awk '/^total/ {print $2}'; }
