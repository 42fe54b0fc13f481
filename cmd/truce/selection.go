package main

import (
	"fmt"
	"truce/door/client"
	"truce/ground/problem"
	"truce/tool/query"
)

// selection is which records are meant. What a reader may not see is left out whatever is
// asked.
type selection struct {
	Type    []string  `help:"Types of event or post, such as mortar." placeholder:"TYPE"`
	Status  []string  `help:"Such as logged, draft, withdrawn, confirmed." placeholder:"STATUS"`
	Party   []string  `help:"Party of the reporter or operator, such as TR." placeholder:"PARTY"`
	Zone    []string  `help:"Zone named in the record." placeholder:"ZONE"`
	Within  []string  `help:"Zone or belt in which it lies by the boundary in force then; ? for what is not placed well enough to say." placeholder:"CODE"`
	MayBe   bool      `help:"With --within and --near also what may lie in it or there."`
	Ground  []string  `help:"Zone within whose boundary the recorded point is, in force then or not." placeholder:"ZONE"`
	Near    []string  `help:"Post within 5 km of which it was, as the post then stood, such as post/op-1." placeholder:"POST"`
	From    instant   `help:"Began at this time or later (RFC 3339 or a day)." placeholder:"TIME"`
	Until   instant   `help:"Began before this time." placeholder:"TIME"`
	InForce instant   `help:"Held at this time in the world." placeholder:"TIME"`
	Known   instant   `help:"As the office knew it at this time." placeholder:"TIME"`
	Box     []float64 `help:"Box in degrees: west,south,east,north." placeholder:"DEGREES"`
	Text    string    `help:"Words that all occur."`
	Doubted string    `help:"What rests on acts of keys in doubt: any, or wholly (on such acts alone); disavowed: on acts that the own side of their key alone says to be in doubt; none: the rest." enum:"any,wholly,disavowed,none," default:"" placeholder:"HOW"`
	Counted bool      `help:"Only what counts: no drafts, nothing withdrawn."`
}

func (c selection) filter() (client.Filter, error) {
	f := client.Filter{
		Types: c.Type, Statuses: c.Status, Parties: c.Party, Zones: c.Zone, From: c.From.Time, Until: c.Until.Time,
		InForce: c.InForce.Time, Known: c.Known.Time, Text: c.Text, Counted: c.Counted, Doubt: query.Doubt(c.Doubted),
		Within: c.Within, MayBe: c.MayBe, Ground: c.Ground, Near: c.Near,
	}
	switch len(c.Box) {
	case 0:
	case 4:
		f.Box = (*[4]float64)(c.Box)
	default:
		return f, problem.Invalid(problem.BoxMalformed, problem.P{"value": fmt.Sprint(c.Box)})
	}
	return f, nil
}
