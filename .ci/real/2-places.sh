# The gazetteer: divisions and quarters with Arabic names, then towns and villages.
places=0
for table in 1:province 2:district 3:sub-district; do
	import places "$data/boundaries-syria/syr_adm${table%%:*}_ocha_20180219.geojson.gz" \
		--kind "${table##*:}" --dataset "OCHA adm${table%%:*} 2018-02-19"
	places=$((places + $(new)))
done
import places "$data"/boundaries-syria/syr_city_neighbourhoods_ocha_20180219.geojson.gz --kind neighbourhood --dataset "OCHA neighbourhoods 2018-02-19"
places=$((places + $(new)))
import places "$data"/settlements-syria/syr_pplp_adm4_ocha_20210113.csv.gz --dataset "OCHA adm4 2021-01-13"
places=$((places + $(new)))
[ "$places" = "$(total places)" ] || fail "$places places were taken, $(total places) are there"
step "import the gazetteer" "$places places"

named() { as_secretary place "$@" --json | sed -n 's/.*"code":"\([^"]*\)","candidates".*/\1/p'; }
[ "$(named Zellaqiyat --within SY0505)" = C3446 ] || fail "Zellaqiyat near Muhradah is not C3446"
[ "$(named "كفرنبل" --within SY0702)" = C4068 ] || fail "Kafr Nobol in Arabic is not C4068"
[ "$(named Hirbinifsah --near 36.6,34.95)" = C3040 ] || fail "Hirbinifsah is not C3040"
[ -z "$(named Pepsi --near 36.6,34.95)" ] || fail "a soft drink was taken for a village"
step "find four names" "three are one place each, Pepsi is none"
