#!/usr/bin/env bash
# Real data through the whole program, as people of a mission would use it, from published
# tables to figures that anybody can check. The parts are in .ci/real, in their order; each
# adds its lines to the table that is printed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

truce=$PWD/bin/truce
if [ ! -d "${TRUCE_DATA:-}" ]; then
	echo "The published data are needed: put them into a folder, as docs/data.md says, and name it with TRUCE_DATA." >&2
	exit 1
fi
data=$(cd "$TRUCE_DATA" && pwd)
events=$(ls "$data"/ucdp-ged-syria/*.csv.gz)
zones=$data/derived-zones/deescalation_zones_approx.geojson
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset TRUCE_KEY TRUCE_SERVER TRUCE_OFFICE

office=$work/office admin=$work/administrator.key secretary=$work/secretary.key
for part in steps 1-office 2-places 3-events 4-law 5-judge 6-bulletins 7-copy; do
	. ".ci/real/$part.sh"
done

printf '\n'
printf '%s\n' "${steps[@]}"
