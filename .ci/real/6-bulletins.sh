# The bulletins of two days, from all that is known by now: published, and made again, which gives the same
# bytes but for what was drawn for the published one, and the digest of rows in which that stands.
days="2017-05-07 2018-02-25"
# counted DAY FIGURE: a number of the section of counts.
counted() {
	grep -o '"counts":{.*' "$work/$1.json" | grep -o '"'"$2"'":{"before":{[^}]*},"number":[0-9]*' | sed -n '1s/.*://p'
}
undrawn() { sed -E 's/"blind":"[^"]*",//; s/"rows":"[0-9a-f]{64}"/"rows":""/' "$1"; }
for day in $days; do
	case $day in # what lies between the two days is told in one
	2018-02-25) as_secretary bulletin publish --date 2018-02-24 --whole >/dev/null ;;
	esac
	as_secretary bulletin publish --date "$day" >/dev/null
	name=hq-daily-$day
	for form in json html csv; do
		as_secretary bulletin show "$name" --format $form --out "$work/$day.$form" >/dev/null
	done
	known=$(sed -n 's/.*"known":"\([^"]*\)".*/\1/p' "$work/$day.json")
	as_secretary bulletin make --date "$day" --known "$known" --out "$work/$day.again" >/dev/null
	cmp <(undrawn "$work/$day.json") <(undrawn "$work/$day.again") || fail "made again, the bulletin of $day is another"
	step "bulletin of $day, made twice" "$(counted "$day" alleged) alleged, $(counted "$day" observed) observed; the same bytes"
done
published() { grep -o '"publisher":"'"$1"'".*' "$work/2017-05-07.json" | sed -n 's/[^{]*"total":{"number":\([0-9]*\).*/\1/p'; }
[ "$(published RU) $(published TR)" = "18 15" ] || fail "the rival counts of 7 May 2017 are not 18 and 15 in the bulletin"

# check_bulletins: every figure from the exported copy, and one false figure found out.
check_bulletins() {
	local register day code named
	register=$(cat "$work/register.pub")
	for day in $days; do
		"$truce" check bulletin "$work/$day.json" --copy "$work/copy" --register "$register" 2>"$work/said" || fail "$(cat "$work/said")"
		step "truce check bulletin $day" "every figure is as the register makes it"
	done
	sed 's/"alleged":{"before":{"number":\([0-9]*\)/"alleged":{"before":{"number":9\1/' "$work/2017-05-07.json" >"$work/false.json"
	cmp -s "$work/2017-05-07.json" "$work/false.json" && fail "no figure was falsified"
	code=0
	"$truce" check bulletin "$work/false.json" --copy "$work/copy" --register "$register" >"$work/false.out" 2>"$work/said" || code=$?
	[ $code -eq 3 ] || fail "a false figure: exit code $code instead of 3"
	named=$(sed -n 's/^WRONG *\([^:]*\):.*/\1/p' "$work/false.out" | head -n 1)
	[ -n "$named" ] || fail "a false figure was not named"
	step "the same with one false figure" "named: $named"
}
