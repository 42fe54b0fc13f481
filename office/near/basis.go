package near

import (
	"slices"
	"time"

	"truce/judge/near"
	"truce/noun"
	"truce/noun/post"
	"truce/office"
	"truce/office/deriving"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/query"
)

// posts are all that was ever known of where posts stood, and how it came to be known.
type posts struct {
	all     []near.Post
	changes []deriving.Change
}

// newPosts finds the changes: whatever began or ceased to be known of a post touches what
// is around it.
func newPosts(all []near.Post) *posts {
	touched := map[time.Time][]query.Box{}
	for _, p := range all {
		around := p.Where
		around.RadiusMetres += near.Metres
		box := *office.BoxOf(around)
		for _, at := range []time.Time{p.KnownFrom, p.KnownUntil} {
			if !at.IsZero() {
				touched[at.UTC()] = append(touched[at.UTC()], box)
			}
		}
	}
	p := &posts{all: all}
	for at, boxes := range touched {
		p.changes = append(p.changes, deriving.Change{At: at, Boxes: boxes})
	}
	slices.SortFunc(p.changes, func(a, b deriving.Change) int { return a.At.Compare(b.At) })
	return p
}

// Changes are those of where posts stand.
func (p *posts) Changes() []deriving.Change { return p.changes }

// nouns are those of which it is kept what they were near to: what has a place and a time, and
// is no post.
func nouns() []string {
	return kinds.Names(func(n noun.Noun) bool { return n.Placed.Judged && n.Name != post.Noun })
}

// Judge says what rows were near to. Posts are few, and rows that no change touches were left
// out already, so none is spared here.
func (p *posts) Judge(fresh, again []*keep.Source, _ time.Time, out func(*keep.Source, []keep.Derived)) {
	of := nouns()
	for _, rows := range [][]*keep.Source{again, fresh} {
		for _, r := range rows {
			if slices.Contains(of, r.Noun) {
				out(r, deriving.Stretches(p.follows(r)))
			}
		}
	}
}

func (p *posts) follows(r *keep.Source) []deriving.Piece {
	judged := near.Judge(near.Record{
		Where: r.Where, From: r.From, Until: r.Until, KnownFrom: r.KnownFrom, KnownUntil: r.KnownUntil,
	}, p.all)
	pieces := make([]deriving.Piece, len(judged))
	for i, piece := range judged {
		pieces[i].KnownFrom = piece.KnownFrom
		for _, n := range piece.Near {
			relation := "may-be"
			if n.Surely {
				relation = "inside"
			}
			pieces[i].Follows = append(pieces[i].Follows, keep.Derived{Code: string(n.Post), Kind: post.Noun, Relation: relation})
		}
	}
	return pieces
}
