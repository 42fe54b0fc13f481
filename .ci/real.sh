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
. .ci/real/steps.sh
trap 'stop_all; rm -rf "$work"' EXIT
unset TRUCE_KEY TRUCE_SERVER TRUCE_OFFICE TRUCE_POLICY TRUCE_MAX_AGE
export TRUCE_CACHE=$work/cache LC_ALL=C

origin=real.exercise.truce
office=$work/office admin=$work/administrator.key secretary=$work/secretary.key monitor=$work/monitor.key liaison=$work/liaison-tr.key
for part in 1-office 2-places 3-events 4-law 5-judge 6-bulletins 7-copy 8-cosigners 9-owner; do
	. ".ci/real/$part.sh"
done

printf '\n'
printf '%s\n' "${steps[@]}"
