# An office with one organisation and the person who imports.
quietly "$truce" keys new --no-passphrase "$admin" --person person/administrator
"$truce" found --name "Office of real data" --origin real.exercise.truce --data "$office" --key "$admin" >"$work/register.pub" 2>/dev/null
as_admin organisation add organisation/mission --name "Mission"
as_admin person add person/secretary --organisation organisation/mission --name "Secretary (fictional role)"
as_admin role grant person/secretary secretariat
quietly "$truce" keys new --no-passphrase "$secretary" --person person/secretary
as_admin keys enrol "$secretary"
step "found the office" "5 acts"
