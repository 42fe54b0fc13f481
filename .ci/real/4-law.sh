# The agreement with its signatures, the approximate zones with consents, and what the
# parties and an archive published.
memorandum=scenario/syria-2017/agreement/3-memorandum.json
import agreement $memorandum --sign memorandum --on 2017-05-04 --source "Published reports of the signing at Astana"
step "import the agreement" "1 version, $(($(new) - 1)) signatures"

import zones "$zones" --agreement agreement/syria-2017 --version memorandum --clause point_1 --required IR,RU,TR \
	--from 2017-05-06 --approximate --consents IR,RU,TR \
	--consent-source "The areas were reported to be in force from 6 May 2017; nobody consented to these approximate lines"
step "import the zones" "4 zones, marked approximate, $(($(new) - 4)) consents"

# From now on what the mission records of that guarantor waits for the guarantor.
accedes
step "a guarantor accedes" "with a root of its own, two sides count"
waits() { as_secretary show agreement/syria-2017 --json | grep -c '"why": "recorded-only"' || true; }
[ "$(waits)" = 0 ] || fail "what was recorded before the guarantor had a key of its own waits for it"
longer='"version": "memorandum", "obligation": "maps", "until": "2017-07-04", "on": "2017-06-03"'
for party in IR RU TR; do
	act "$secretary" extension-consented agreement/syria-2017 '{'"$longer"', "party": "'$party'", "source": "EXERCISE. Minutes"}' --after latest >/dev/null
done
[ "$(waits)" -gt 0 ] || fail "the mission's record of a consent counts for a party that can sign"
act "$liaison" extension-consented agreement/syria-2017 '{'"$longer"', "party": "TR"}' --after latest >/dev/null
[ "$(waits)" = 0 ] || fail "the guarantor consented, and the agreement waits"
step "a guarantor consents" "its own key, where the mission's record waited"

import tallies scenario/syria-2017/tallies.csv
step "import the rival counts" "$(new) tallies of 9 days"

import syrian-archive "$data"/syrian-archive/*.csv.gz --dataset "Syrian Archive, January 2017"
cat "$work/imported"
[ $(($(new) + $(left_out))) = 3837 ] || fail "rows of the archive are not accounted for"
[ "$(($(wc -l <"$work/listed.csv") - 1))" = "$(left_out)" ] || fail "not every row that was left out is listed"
step "import the Syrian Archive" "$(new) new, $(left_out) listed with their reasons"

import syrian-archive "$data"/syrian-archive/*.csv.gz --dataset "Syrian Archive, January 2017"
[ "$(new)" = 0 ] || fail "importing again added $(new)"
step "import it again" "nothing new"
