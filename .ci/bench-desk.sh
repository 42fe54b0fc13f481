#!/usr/bin/env bash
# The desk in Chromium, as its tests of speed measure it. Prints the last part of
# docs/performance.md. Takes about three minutes on an idle machine; needs a built program.
set -euo pipefail
cd "$(dirname "$0")/../web"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

echo "running the desk's tests of speed" >&2
npx playwright test speed --workers 1 >"$out/desk" || { cat "$out/desk" >&2; exit 1; }

cat <<-'EOT'

	## The desk in a browser

	Chromium without a graphics processor, office, browser and test on the same two cores; by the page's own clock. The first
	and the fifth line of the first table are devices that had nothing of the desk yet.

	| Situation, processor slowed four times | list | map | land and borders |
	|---|---|---|---|
EOT
sed -n 's/.*slowed four times: list after \([0-9]*\) ms, map \([0-9]*\) ms, land and borders \([0-9]*\) ms.*/| | \1 ms | \2 ms | \3 ms |/p' "$out/desk"
cat <<-'EOT'

	| 1,000,000 observations on the map | frames a second while it is dragged | while it zooms |
	|---|---|---|
EOT
names=("the whole country" "a province" "a district" "a few streets")
for i in 0 1 2 3; do
	sed -n "s/.*a million, $i: pan \([0-9]*\) frames a second (longest \([0-9]*\) ms), zoom \([0-9]*\) (\([0-9]*\) ms).*/| ${names[i]} | \1 (longest \2 ms) | \3 (\4 ms) |/p" "$out/desk"
done
sed -n 's/.*a million: only \([a-z-]*\) after \([0-9]*\) ms, map and list.*/\nA filter by kind (\1) is on the map and in the list after \2 ms./p' "$out/desk" | head -2
