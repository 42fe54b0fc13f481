# Three cosigners, one of them a program that is not ours; an office that asks them; and a party that has nothing but a
# copy, the register's key and a policy.
key=$(cat "$work/register.pub")
report=$(as_secretary list reports --from 2017-05-07 --until 2017-05-08 --limit 1 --json | grep -o '"subject":"[^"]*"' | head -n 1 | cut -d'"' -f4)
act "$monitor" incident-opened incident/new '{"event": "explosion", "exercise": true}' >/dev/null
incident=$(as_secretary list incidents --limit 1 --json | grep -o '"subject":"[^"]*"' | head -n 1 | cut -d'"' -f4)
act "$monitor" report-linked $incident '{"report": "'"$report"'"}' --after latest >/dev/null
act "$secretary" body-established body/commission '{"name": "Commission (EXERCISE)", "kind": "joint-commission", "seats": [{"seat": "tr", "party": "TR", "person": "person/liaison-tr"}], "decision": {"rule": "consensus", "quorum": 1, "sides": ["TR"]}}' >/dev/null
(cd checks/cosigners && go build -o "$work/foreign/" ./cmd/foreign filippo.io/torchwood/cmd/litewitness) || fail "litewitness"

# said_by FILE PATTERN: the first line of that kind that a program in the background prints, within a minute.
said_by() {
	local line
	for _ in $(seq 600); do
		line=$(grep -m 1 "$2" "$1" || true)
		if [ -n "$line" ]; then echo "$line"; return; fi
		sleep 0.1
	done
	fail "'$2' was not said: $(tail -n 3 "$1")"
}
# cosigner NAME: one of ours. Its line of the policy.
for name in ru ir; do
	vkey=$("$truce" cosign new "$work/$name" --name $name.exercise/cosigner 2>/dev/null)
	quietly "$truce" cosign follow "$work/$name" "$key"
	background "$work/$name.out" "$truce" cosign serve "$work/$name" --listen 127.0.0.1:0
	echo "witness $name $vkey $(said_by "$work/$name.out" '^Cosigning at' | cut -d' ' -f3)" >>"$work/witnesses"
done
background "$work/tr.out" "$work/foreign/foreign" "$work/foreign/litewitness" "$work/tr" tr.exercise/witness "$key"
echo "witness tr $(said_by "$work/tr.out" ' http://')" >>"$work/witnesses"
policy=$work/policy
{ echo "log $key" && cat "$work/witnesses" && printf 'group guarantors 2 ru ir tr\nquorum guarantors\n'; } >"$policy"

background "$work/serve.out" "$truce" serve --data "$office" --listen 127.0.0.1:0 --cosigners "$policy" --cosign-every 1s
server=$(said_by "$work/serve.out" http:// | grep -o 'http://[0-9.:]*' | head -n 1)
export TRUCE_OFFICE=$origin
party() { "$truce" "$@" --key "$liaison" --server "$server" 2>"$work/said" || fail "$(cat "$work/said")"; }
party export "$work/party" >/dev/null
cp -r "$work/party" "$work/honest"
for name in ru ir tr; do
	grep -q "— $name.exercise/" "$work/party/cosigned" || fail "$name did not cosign"
done
step "cosigned by three" "ru and ir by ours, tr by litewitness"

# check_party NAME COPY MEMORY ...: as the party checks; what it said is in $work/NAME.out. The exit code.
check_party() {
	local code=0
	"$truce" check "$2" --register "$key" --policy "$policy" --max-age 24h --remember "$3" --proof "$work/$1.proof" "${@:4}" \
		>"$work/$1.out" 2>"$work/$1.err" || code=$?
	awk '/^WRONG/ && ++n > 4 {next} {print} END {if (n > 4) print "and " n - 4 " lines more"}' "$work/$1.out"
	echo $code >"$work/$1.code"
}
check_party honest "$work/party" "$work/seen"
[ "$(cat "$work/honest.code")" = 0 ] || fail "the honest copy: exit code $(cat "$work/honest.code"), $(cat "$work/honest.err")"
grep -q 'your policy asks for 2 of ru, ir, tr, not longer ago than 24h' "$work/honest.out" || fail "the policy was not held to"
step "check by a party: 2 of 3, 24 h" "$(sed -n 's/^GOOD *\(nothing wrong was found\).*/\1/p' "$work/honest.out")"
