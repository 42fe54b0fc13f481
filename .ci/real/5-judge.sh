# Every record is judged by the law; events are counted by the ground of each zone, and
# held to a count by a program that shares nothing with ours.
as_secretary count reports --by within --judged >"$work/counted"
within=$(awk 'NR > 1 && $1 ~ /^DZ/ {n += $NF} END {print n + 0}' "$work/counted")
step "judge every record by the law" "$within lie in a zone in force then, border included"

for zone in DZ1 DZ2 DZ3 DZ4; do
	for period in 2017-01-01:2017-05-05 2017-05-06:2017-09-09 2017-09-10:2018-01-14 2018-01-15:2018-05-21; do
		from=${period%%:*} to=${period##*:}
		until=$(date -u -d "$to + 1 day" +%F)
		echo "zone-period $zone $from $to $(total reports --ground $zone --from "$from" --until "$until" --judged)"
	done
done | tee "$work/zone-periods"
(cd checks/ground && go run . "$events" "$zones") >"$work/zone-periods-outside" || fail "the outside count"
diff "$work/zone-periods" "$work/zone-periods-outside" >&2 || fail "events by zone and period differ from the outside count"
step "events by zone and period" "16 numbers, the same as an outside count"
