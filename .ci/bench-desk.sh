#!/usr/bin/env bash
# The desk in Chromium, as its tests of speed measure it. Prints the last part of
# docs/performance.md. Takes about four minutes on an idle machine; needs a built program.
source "$(dirname "$0")/bench-lib.sh"

cd web
kept desk npx playwright test --config bench

cat <<-EOT

	## The desk in a browser

	Measured on $(date -u "+%Y-%m-%d, %H:%M") UTC. Chromium without a graphics processor, office, browser and test on
	the same two cores; by the page's own clock. Beside the desk stands the plainest page with a map: MapLibre as it comes,
	one square on it, as large as the desk's map. "First": a device that had nothing of the page yet. The best of two devices.

	| processor slowed four times | list | map | land and borders | a plain map | list or map to that |
	|---|---|---|---|---|---|
EOT
# best WHICH NAME PART: the least milliseconds of all lines about it
best() { sed -n "s/.*slowed four times: $2, $1:.* $3 \([0-9]*\) ms.*/\1/p" "$out/desk" | sort -n | head -1; }
for which in first again; do
	plain=$(best $which plain map) list=$(best $which desk list) map=$(best $which desk map)
	echo "| Situation, $which | $list ms | $map ms | $(best $which desk land) ms | $plain ms | $(ratio "$list" "$plain"), $(ratio "$map" "$plain") |"
done
cat <<-'EOT'

	| frames a second, 1,000,000 observations | while it is dragged | a plain map | while it zooms | a plain map |
	|---|---|---|---|---|
EOT
# frames NAME PLACE MOVE: frames a second and the longest wait for one
frames() { sed -n "s/.*$1, $2: .*$3 \([0-9]*\)\( frames a second\)* (\(longest \)*\([0-9]*\) ms).*/\1 (longest \4 ms)/p" "$out/desk"; }
names=("the whole country" "a province" "a district" "a few streets")
for i in 0 1 2 3; do
	echo "| ${names[i]} | $(frames 'a million' $i pan) | $(frames 'a plain map' $i pan) | $(frames 'a million' $i zoom) | $(frames 'a plain map' $i zoom) |"
done
# filter NAME: the least milliseconds until only one kind is shown
filter() { sed -n "s/.*$1: only [a-z-]* after \([0-9]*\) ms, map and list.*/\1/p" "$out/desk" | sort -n | head -1; }
echo
echo "A filter by kind is on the map and in the list after $(filter 'a million') ms; where there are only the exercise's few dozen records, after $(filter 'the exercise alone') ms."
