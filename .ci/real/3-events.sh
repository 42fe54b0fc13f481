# The events of UCDP: the import is killed half way and done again.
rows=16566

# exec: what is killed below must be the program, not a shell that waits for it.
import_events() { exec "$truce" import ucdp "$events" --dataset "UCDP GED Syria 2016-2019" --data "$office" --key "$secretary"; }
import_events >"$work/first.out" 2>"$work/first.err" &
pid=$!
until grep -Eq '^import: ([4-9]|1[0-3])[0-9]{3} of' "$work/first.err"; do
	kill -0 $pid 2>/dev/null || fail "the import ended before it could be killed: $(cat "$work/first.err")"
done
kill -9 $pid
wait $pid 2>/dev/null || true
step "import the events, killed half way" "$(tail -n 1 "$work/first.err")"

(import_events) >"$work/imported" 2>"$work/second.err" || fail "$(cat "$work/second.err")"
cat "$work/imported"
step "import again, to the end" "$(awk '/ new, / {print $1 " new, " $3 " there already"}' "$work/imported")"

count=$(total reports)
[ "$count" = $rows ] || fail "$count reports instead of $rows: something was lost or doubled"
step "count the reports" "$count, as many as rows"
