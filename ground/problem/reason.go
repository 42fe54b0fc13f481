package problem

// Reason is a short translated clause that fills the parameter {reason}: why an
// entry, a filter or a shape cannot be accepted. A free string works too, but is
// shown as it is, in whatever language it was written.
type Reason uint8

// The reasons, in the order of the catalogue.
const (
	ReasonEmpty Reason = iota
	ReasonTooLong
	ReasonTooShort
	ReasonNotANumber
	ReasonOutOfRange
	ReasonNotATime
	ReasonNotAPlace
	ReasonNotText
	ReasonNotAList
	ReasonNotAnIdentifier
	ReasonRepeated
	ReasonEndBeforeStart
	ReasonMinimumOverMaximum
	ReasonNotUsedWith
	ReasonSumWrong
	ReasonNameUnknown
	ReasonNotUnderstood
	ReasonRingOpen
	ReasonRingCrossesItself
	ReasonTooFewPoints
	ReasonHoleOutside
	ReasonRingTouchesItself
	ReasonRingsCross
	ReasonHolesNested
	ReasonCutInTwo
	ReasonPartsOverlap
	ReasonPartsNested
	ReasonTurnsWrongWay
	ReasonNotAText
	ReasonNotComplete
	ReasonNotSound
	ReasonAnotherText
	ReasonNotNamed
	ReasonOtherCapacity
	ReasonNoSuchVersion
	ReasonNoSuchProposal
	ReasonAnotherGeometry
	ReasonProposalReplaced
	ReasonProposalVoid
	ReasonEntryMissing
	ReasonEntryOther
	ReasonHashOther
	ReasonTreeOther
	ReasonSignedOther
	ReasonBesideOther
	ReasonOneOwn
	ReasonMissionAlone
	ReasonPartyAlone
	ReasonNotPartysOwn
	ReasonNotHeld
	ReasonNotOnesOwn
	reasonCount
)

var reasonWords = [reasonCount]string{
	ReasonEmpty:              "empty",
	ReasonTooLong:            "too-long",
	ReasonTooShort:           "too-short",
	ReasonNotANumber:         "not-a-number",
	ReasonOutOfRange:         "out-of-range",
	ReasonNotATime:           "not-a-time",
	ReasonNotAPlace:          "not-a-place",
	ReasonNotText:            "not-text",
	ReasonNotAList:           "not-a-list",
	ReasonNotAnIdentifier:    "not-an-identifier",
	ReasonRepeated:           "repeated",
	ReasonEndBeforeStart:     "end-before-start",
	ReasonMinimumOverMaximum: "minimum-over-maximum",
	ReasonNotUsedWith:        "not-used-with",
	ReasonSumWrong:           "sum-wrong",
	ReasonNameUnknown:        "name-unknown",
	ReasonNotUnderstood:      "not-understood",
	ReasonRingOpen:           "ring-open",
	ReasonRingCrossesItself:  "ring-crosses-itself",
	ReasonTooFewPoints:       "too-few-points",
	ReasonHoleOutside:        "hole-outside",
	ReasonRingTouchesItself:  "ring-touches-itself",
	ReasonRingsCross:         "rings-cross",
	ReasonHolesNested:        "holes-nested",
	ReasonCutInTwo:           "cut-in-two",
	ReasonPartsOverlap:       "parts-overlap",
	ReasonPartsNested:        "parts-nested",
	ReasonTurnsWrongWay:      "turns-wrong-way",
	ReasonNotAText:           "not-a-text",
	ReasonNotComplete:        "not-complete",
	ReasonNotSound:           "not-sound",
	ReasonAnotherText:        "another-text",
	ReasonNotNamed:           "not-named",
	ReasonOtherCapacity:      "other-capacity",
	ReasonNoSuchVersion:      "no-such-version",
	ReasonNoSuchProposal:     "no-such-proposal",
	ReasonAnotherGeometry:    "another-geometry",
	ReasonProposalReplaced:   "proposal-replaced",
	ReasonProposalVoid:       "proposal-void",
	ReasonEntryMissing:       "entry-missing",
	ReasonEntryOther:         "entry-other",
	ReasonHashOther:          "hash-other",
	ReasonTreeOther:          "tree-other",
	ReasonSignedOther:        "signed-other",
	ReasonBesideOther:        "beside-other",
	ReasonOneOwn:             "one-own",
	ReasonMissionAlone:       "mission-alone",
	ReasonPartyAlone:         "party-alone",
	ReasonNotPartysOwn:       "not-partys-own",
	ReasonNotHeld:            "not-held",
	ReasonNotOnesOwn:         "not-ones-own",
}

// String returns the word of the reason as it stands in the catalogue.
func (r Reason) String() string {
	if r >= reasonCount {
		return reasonWords[ReasonNotUnderstood]
	}
	return reasonWords[r]
}
