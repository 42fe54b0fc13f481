package zone

// LineLapsed proposes that the course of a line ends.
//
//	{"proposal": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
//	 "until": "2018-05-16T00:00:00Z", "reason": {"text": "handed over by agreement of all guarantors", "language": "en"}}
type LineLapsed struct {
	Lapsing
}
