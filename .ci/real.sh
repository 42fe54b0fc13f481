#!/usr/bin/env bash
# Real data through the whole program, as a person would use it: the UCDP events of Syria
# are imported, the import is killed half way and done again, the register is exported,
# checked by us and by others, damaged by one byte and found out.
set -euo pipefail
cd "$(dirname "$0")/.."

truce=$PWD/bin/truce
data=$(cd "${TRUCE_DATA:-../shared/data}" && pwd)
table=$(ls "$data"/ucdp-ged-syria/*.csv.gz)
events=16566
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset TRUCE_KEY TRUCE_SERVER TRUCE_OFFICE

steps=()
now() { date +%s%N; }
step() { # what it is, how long it took, what came of it
	steps+=("$(printf '%-34s %8.2f s   %s' "$1" "$(awk "BEGIN {print ($(now) - $2) / 1e9}")" "$3")")
}
quietly() { "$@" >/dev/null 2>"$work/said" || fail "$(cat "$work/said")"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

office=$work/office admin=$work/administrator.key importer=$work/secretary.key
began=$(now)
quietly "$truce" keys new "$admin" --person person/administrator
"$truce" found --name "Office of real data" --origin real.exercise.truce --data "$office" --key "$admin" >"$work/register.pub" 2>/dev/null
as_admin() { quietly "$truce" "$@" --data "$office" --key "$admin"; }
as_admin organisation add organisation/mission --name "Mission"
as_admin person add person/secretary --organisation organisation/mission --name "Secretary (fictional role)"
as_admin role grant person/secretary secretariat
quietly "$truce" keys new "$importer" --person person/secretary
as_admin keys enrol "$importer"
step "found the office" "$began" "5 acts"

# exec: what is killed below must be the program, not a shell that waits for it.
import() { exec "$truce" import ucdp "$table" --dataset "UCDP GED Syria 2016-2019" --data "$office" --key "$importer"; }
began=$(now)
import >"$work/first.out" 2>"$work/first.err" &
pid=$!
until grep -Eq '^import: ([4-9]|1[0-3])[0-9]{3} of' "$work/first.err"; do
	kill -0 $pid 2>/dev/null || fail "the import ended before it could be killed: $(cat "$work/first.err")"
done
kill -9 $pid
wait $pid 2>/dev/null || true
step "import, killed half way" "$began" "$(tail -n 1 "$work/first.err")"

began=$(now)
(import) >"$work/second.out" 2>"$work/second.err" || fail "$(cat "$work/second.err")"
cat "$work/second.out"
step "import again, to the end" "$began" "$(awk '/ new, / {print $1 " new, " $3 " there already"}' "$work/second.out")"

began=$(now)
count=$("$truce" count reports --data "$office" --key "$importer" | awk '/^total/ {print $2}')
[ "$count" = $events ] || fail "$count reports instead of $events: something was lost or doubled"
step "count the reports" "$began" "$count, as many as rows"

began=$(now)
quietly "$truce" export "$work/copy" --data "$office" --key "$importer"
step "export" "$began" "$(find "$work/copy" -type f | wc -l) files, $(du -sh "$work/copy" | cut -f1)"

began=$(now)
"$truce" check "$work/copy" --register "$(cat "$work/register.pub")" 2>/dev/null
step "truce check" "$began" "good"

began=$(now)
(cd checks/tlog && go run ./cmd/fsck-folder "$work/copy" "$(cat "$work/register.pub")") || fail "tessera's fsck"
step "tessera's fsck, not ours" "$began" "good"

began=$(now)
bundle=$work/copy/tile/entries/031
printf '\377' | dd of="$bundle" bs=1 seek=100000 conv=notrunc status=none
code=0
"$truce" check "$work/copy" --register "$(cat "$work/register.pub")" >"$work/damaged.out" 2>"$work/said" || code=$?
cat "$work/damaged.out"
[ $code -eq 3 ] || fail "exit code $code instead of 3"
named=$(sed -n 's/^WRONG *Entry \([0-9]*\)[ :].*/\1/p' "$work/damaged.out" | head -n 1)
[ "${named:-0}" -ge 7936 ] && [ "$named" -le 8191 ] || fail "the first bad entry is of bundle 031, and '${named:-none}' was named"
step "check after one byte was flipped" "$began" "found in entry $named, exit code 3"

began=$(now)
quietly "$truce" rebuild --data "$office"
again=$("$truce" count reports --data "$office" --key "$importer" | awk '/^total/ {print $2}')
[ "$again" = "$count" ] || fail "after rebuilding $again reports, before $count"
step "rebuild all states" "$began" "the same $again reports"

printf '\n'
printf '%s\n' "${steps[@]}"
