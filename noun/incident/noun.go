package incident

import (
	"truce/noun"
)

// Reports are what one person saw or was told.
func Reports() noun.Noun {
	return noun.Noun{
		Name: ReportNoun, Plural: "reports", Named: noun.Made,
		About: "Observations and allegations, each one person's.",
		State: Report{}, Fold: FoldReport, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "observation-filed", Body: ObservationFiled{}, Opens: true, About: "Something was perceived."},
			{Name: "allegation-filed", Body: AllegationFiled{}, Opens: true, About: "Something was claimed to have happened."},
			{Name: "report-withdrawn", Body: ReportWithdrawn{}, About: "A reporter took the report back."},
			{Name: "duplicate-decided", Body: DuplicateDecided{}, About: "Two reports were said to be about different happenings, or that was opened again."},
			{Name: "source-coded", Body: SourceCoded{}, Group: "code-sources", About: "A custodian gave the source of a report a code."},
			{Name: "sources-compared", Body: SourcesCompared{}, Group: "code-sources", About: "A custodian said whether two reports come from one source."},
		},
		Admission: reportAdmission(),
		Public:    noun.Inside("a single report tells who was where; what strangers are told stands in incidents"),
		Placed:    noun.Placed{Judged: true, Map: noun.Happened}, Late: 1,
		Precise: noun.Precision{Member: "time.precision"},
		Turns:   noun.Turns{Own: []string{"exact-place"}},
		Screen:  "/reports/:name",
	}
}

// Incidents are the files that gather reports.
func Incidents() noun.Noun {
	return noun.Noun{
		Name: IncidentNoun, Plural: "incidents", Named: noun.Made,
		About: "Files that gather reports about one happening.",
		State: Incident{}, Fold: FoldIncident, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "incident-opened", Body: IncidentOpened{}, Opens: true, Group: "gather", About: "A file was started about one happening."},
			{Name: "report-linked", Body: ReportLinked{}, Group: "gather", About: "A report was gathered into the file."},
			{Name: "report-unlinked", Body: ReportUnlinked{}, Group: "gather", About: "A report was taken out of the file again."},
			{Name: "incident-assessed", Body: IncidentAssessed{}, About: "A verifier took a step."},
			{Name: "answer-requested", Body: AnswerRequested{}, About: "A party was asked for its position."},
			{Name: "position-taken", Body: PositionTaken{}, About: "A party said what it thinks of the incident."},
			{Name: "attribution-made", Body: AttributionMade{}, Group: "attribute", About: "Somebody said who did it, how sure, and on what ground."},
			{Name: "attribution-withdrawn", Body: AttributionWithdrawn{}, Group: "attribute", About: "An author took an attribution back."},
			{Name: "finding-drafted", Body: FindingDrafted{}, Group: "draft-findings", Several: true, About: "The words of a finding were put before a body."},
			noun.Endorsement(),
			{Name: "seat-recorded", Body: SeatRecorded{}, Group: "draft-findings", About: "Whether a seat that did not sign was there was recorded, with a source."},
			{Name: "harm-recorded", Body: HarmRecorded{}, Group: "record-harm", About: "What became of one person was recorded."},
			{Name: "same-victim-proposed", Body: SameVictimProposed{}, Group: "record-harm", About: "Two rows of victims were said to be one person."},
			{Name: "same-victim-decided", Body: SameVictimDecided{}, About: "A verifier answered whether two rows are one person."},
		},
		Admission: incidentAdmission(),
		Public:    noun.Shown("event", "status", "zone", "area", "observed", "alleged", "near", "exercise").Told(noun.ByDay),
		Placed:    noun.Placed{Judged: true, Map: noun.Happened}, Late: 1,
		Precise: noun.Precision{Member: "precision"},
		Turns:   noun.Turns{Named: []string{"exact-place"}, Several: []string{"source"}},
		Screen:  "/incidents/:name",
	}
}

// Tallies are counts that parties publish.
func Tallies() noun.Noun {
	return noun.Noun{
		Name: TallyNoun, Plural: "tallies", Named: noun.OfContent,
		About: "The counts that parties published, by day.",
		State: Tally{}, Fold: FoldTally, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "tally-published", Body: TallyPublished{}, Opens: true, About: "A party published its count for a day."},
		},
		Admission: tallyAdmission(),
		Public:    noun.Inside("bulletins publish them, beside each other and with what they count"),
		Late:      1, Precise: noun.Precision{Always: "day"},
		Plain: "a table of numbers",
	}
}

// Restrictions are how people of the mission were kept from moving or seeing.
func Restrictions() noun.Noun {
	return noun.Noun{
		Name: RestrictionNoun, Plural: "restrictions", Named: noun.Made,
		About: "How people of the mission were kept from moving or seeing.",
		State: Restriction{}, Fold: FoldRestriction, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "restriction-recorded", Body: RestrictionRecorded{}, Opens: true, About: "People of the mission were kept from moving or seeing."},
		},
		Public: noun.Inside("where patrols go is not for strangers; bulletins publish their numbers"),
		Placed: noun.Placed{Judged: true}, Late: 1,
		Turns: noun.Turns{Own: []string{"exact-place"}},
		Plain: "a few members and a place",
	}
}
