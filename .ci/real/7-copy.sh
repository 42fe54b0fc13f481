# The register is exported, checked by us and by others, damaged by one byte and found
# out; everything is folded again.
hidden() { find "$1/hidden" -type f -exec cat {} + | wc -l; }
released=$("$truce" release person/secretary --class exact-place --class narrative --class source --purpose "To hold bulletins to the register." \
	--data "$office" --key "$admin" 2>"$work/said") || fail "$(cat "$work/said")"
quietly "$truce" export "$work/without" --data "$office" --key "$secretary"
quietly "$truce" endorse "$released" yes --yes --data "$office" --key "$work/root-tr.key"
quietly "$truce" export "$work/copy" --data "$office" --key "$secretary" --release "$released"
step "a copy is released by two sides" "$(hidden "$work/without") hidden members handed out before, $(hidden "$work/copy") after"
step "export" "$(find "$work/copy" -type f | wc -l) files, $(du -sh "$work/copy" | cut -f1)"

"$truce" check "$work/copy" --register "$(cat "$work/register.pub")" 2>/dev/null
step "truce check" "good"

(cd checks/tlog && go run ./cmd/fsck-folder "$work/copy" "$(cat "$work/register.pub")") || fail "tessera's fsck"
step "tessera's fsck, not ours" "good"

if declare -f check_bulletins >/dev/null; then check_bulletins; fi

bundle=$work/copy/tile/entries/060
printf '\377' | dd of="$bundle" bs=1 seek=100000 conv=notrunc status=none
code=0
"$truce" check "$work/copy" --register "$(cat "$work/register.pub")" >"$work/damaged.out" 2>"$work/said" || code=$?
cat "$work/damaged.out"
[ $code -eq 3 ] || fail "exit code $code instead of 3"
named=$(sed -n 's/^WRONG *Entry \([0-9]*\)[ :].*/\1/p' "$work/damaged.out" | head -n 1)
[ "${named:-0}" -ge 15360 ] && [ "$named" -le 15615 ] || fail "the first bad entry is of bundle 060, and '${named:-none}' was named"
step "check after one byte was flipped" "found in entry $named, exit code 3"

before=$(as_secretary count reports places tallies zones)
quietly "$truce" rebuild --data "$office"
[ "$(as_secretary count reports places tallies zones)" = "$before" ] || fail "after rebuilding other counts than before"
step "rebuild all states" "the same counts"
