# What the owner of the office's machine can do: he has the register's key, our source, and the cosigners' addresses. The
# party finds each with what it has.
go build -o "$work/forge" ./checks/forge
# forged COPY WHAT ...: a copy that the owner made otherwise and signed; how many cosigned it is in $work/COPY.forged.
forged() { "$work/forge" -policy "$policy" "$work/$1" "$office/register.key" "${@:2}" >"$work/$1.forged" || fail "the forgery $1"; }
# finds NAME CODE PATTERN: the check NAME ended with the code and said so.
finds() {
	[ "$(cat "$work/$1.code")" = "$2" ] || fail "$1: exit code $(cat "$work/$1.code") instead of $2: $(cat "$work/$1.err")"
	grep -q "$3" "$work/$1.out" || fail "$1 was not found: '$3' is not said"
}
cosigned() { grep -c ' cosigned$' "$work/$1.forged" || true; }
entry() { sed -n 's/^entry \([0-9]*\)$/\1/p' "$work/$1.forged"; }
# written KIND SUBJECT BODY: by the monitor, and not handed in.
written() { "$truce" sign --kind "$1" --subject "$2" --body "$3" --server "$server" --key "$monitor" 2>"$work/said" || fail "$(cat "$work/said")"; }

# A deleted entry with a shorter head. One report of UCDP was never made; what came last is cut off, so that nobody can tell.
cp -r "$work/seen" "$work/seen.shorter" && cp -r "$work/party" "$work/shorter"
forged shorter shorten "$report" 12
[ "$(cosigned shorter)" = 0 ] || fail "somebody cosigned a shorter register"
check_party unproven "$work/shorter" "$work/seen.shorter"
finds unproven 3 '^UNPROVEN .* fewer than you have seen'
check_party shorter "$work/shorter" "$work/seen.shorter" --newer "$work/honest"
finds shorter 3 '^WRONG *the register signed two histories'
code=0
"$truce" check "$work/shorter.proof" --register "$key" >"$work/proven.out" 2>/dev/null || code=$?
[ $code = 3 ] && grep -q '^PROVEN ' "$work/proven.out" || fail "the proof convinces nobody: exit code $code"
step "deleted entry, shorter head" "no cosigner signed; unproven, two histories, exit code 3; the proof: exit code 3"

# A forged finding. The office refuses it; its owner writes it in, and the register grows as it should, so all cosign.
written finding-drafted $incident '{"body": "body/commission", "status": "confirmed", "at": "2017-05-12T10:00:00Z", "text": "The commission never said this."}' >"$work/finding"
"$truce" submit "$work/finding" --server "$server" --key "$monitor" >"$work/refused" 2>&1 && fail "the office took the finding of a monitor"
cp -r "$work/party" "$work/finding.copy"
forged finding.copy append "$work/finding" "$(date -u +%FT%TZ)"
[ "$(cosigned finding.copy)" = 3 ] || fail "the forged finding: $(cat "$work/finding.copy.forged")"
check_party finding "$work/finding.copy" "$work/seen"
finds finding 3 "^WRONG *Entry $(entry finding.copy) .*enrolled as monitor, signed it, which at that time had no right"
step "forged finding by a monitor" "three cosigned; found in entry $(entry finding.copy), exit code 3"

# A back-dated entry: what a monitor signs today is dated as received a day ago. It grows too, so all cosign.
written observation-filed report/new '{"event": "mortar", "means": "heard"}' >"$work/late"
cp -r "$work/finding.copy" "$work/backdated"
forged backdated append "$work/late" "$(date -u -d '1 day ago' +%FT%TZ)"
[ "$(cosigned backdated)" = 3 ] || fail "the back-dated entry: $(cat "$work/backdated.forged")"
check_party backdated "$work/backdated" "$work/seen"
finds backdated 3 "^WRONG *Entry $(entry backdated)"
step "back-dated entry" "three cosigned; found in entry $(entry backdated), exit code 3"

# The honest copy is what it was, and the office goes on.
check_party again "$work/honest" "$work/seen.again"
finds again 0 '^GOOD'
step "the honest copy, checked again" "nothing wrong was found"
