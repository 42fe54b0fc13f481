package zone

// ZoneLapsed proposes that the boundary of a zone ends.
//
//	{"proposal": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
//	 "until": "2018-05-16T00:00:00Z", "reason": {"text": "handed over by agreement of all guarantors", "language": "en"}}
type ZoneLapsed struct {
	Lapsing
}
