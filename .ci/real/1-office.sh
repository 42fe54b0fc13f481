# An office of the mission, with those who import, keep and report. The delegation of a guarantor comes once the law is in (4-law.sh):
# of a party that has no root key yet the mission records what it did.
quietly "$truce" keys new --no-passphrase "$admin" --person person/administrator
"$truce" found --name "Office of real data" --origin $origin --data "$office" --key "$admin" >"$work/register.pub" 2>/dev/null
as_admin organisation add organisation/mission --name "Mission"
as_admin person add person/secretary --organisation organisation/mission --name "Secretary (fictional role)"
as_admin role grant person/secretary secretariat
quietly "$truce" keys new --no-passphrase "$secretary" --person person/secretary
as_admin keys enrol "$secretary"
as_admin person add person/monitor --organisation organisation/mission --name "Monitor (fictional role)"
quietly "$truce" keys new --no-passphrase "$monitor" --person person/monitor
as_admin keys enrol "$monitor" --role monitor

# act KEYFILE KIND SUBJECT BODY ...: signed and handed in; the act's id.
act() {
	"$truce" sign --kind "$2" --subject "$3" --body "$4" "${@:5}" --data "$office" --key "$1" >"$work/act" 2>"$work/said" || fail "$(cat "$work/said")"
	"$truce" submit "$work/act" --data "$office" 2>"$work/said" | cut -d' ' -f1 || fail "$(cat "$work/said")"
}
as_root() { quietly "$truce" "$@" --data "$office" --key "$work/root-tr.key"; }

# accedes: the guarantor comes with a root of its own, which vouches for its liaison.
accedes() {
	as_admin organisation add organisation/delegation-tr --party TR --name "Delegation (fictional)"
	print=$("$truce" keys new --no-passphrase "$work/root-tr.key" --person person/root-tr 2>/dev/null)
	named=$(act "$admin" root-named office/$origin '{"party": "TR", "person": "person/root-tr", "fingerprint": "'"$print"'"}' --after latest)
	public=$("$truce" keys show "$work/root-tr.key" 2>/dev/null | tr -d '\n ' | sed 's/.*"key":\({[^}]*}\).*/\1/')
	act "$work/root-tr.key" root-enrolled office/$origin '{"party": "TR", "key": '"$public"'}' --after "$named" >/dev/null
	as_root person add person/liaison-tr --organisation organisation/delegation-tr --name "Liaison (fictional role)"
	as_root role grant person/liaison-tr liaison
	quietly "$truce" keys new --no-passphrase "$liaison" --person person/liaison-tr
	as_root keys enrol "$liaison" --party TR
}
step "found the office" "by the mission"
