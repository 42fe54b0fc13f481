// Package near knows where an office's posts stood, in step with its commits, and keeps which
// rows lay near which of them. How near is reckoned is in package judge/near, and how it is
// kept behind the commits in package deriving.
package near

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"truce/ground/act"
	"truce/judge/near"
	"truce/noun/post"
	"truce/office"
	"truce/office/deriving"
	"truce/tool/keep"
)

// Near keeps what lay near the posts of one office. It answers from when the office is open
// that was given its parts.
type Near struct {
	*deriving.Follower
	office *office.Office
	posts  atomic.Pointer[posts] // as of the last commit
}

// New tells the log what could not be kept.
func New(log *slog.Logger) *Near {
	n := &Near{}
	n.posts.Store(&posts{})
	n.Follower = deriving.New(deriving.Derivation{Name: keep.Near, Basis: func() deriving.Basis { return n.posts.Load() }}, log)
	return n
}

// Parts keep the posts in step with commits, and what is near them close behind.
func (n *Near) Parts() []office.Part {
	return []office.Part{{
		Opened: func(f *office.Office) { n.office = f },
		InStep: &office.InStep{Nouns: []string{post.Noun}, Load: n.load, Learn: n.learn},
	}, n.Follower.Part()}
}

// load reads the posts from their rows, which gives the same as learning of them did.
func (n *Near) load(ctx context.Context) error {
	var all []near.Post
	err := n.office.Read(ctx, func(r keep.Reader) error {
		return r.Ever(post.Noun, func(row keep.Row) error {
			if p, stands := postOf(row); stands {
				all = known(all, p)
			}
			return nil
		})
	})
	if err == nil {
		n.posts.Store(newPosts(all))
	}
	return err
}

// learn answers what shows the posts after a commit that changed the rows of some; nil if they
// stand where they stood.
func (n *Near) learn(tx keep.Tx, changed []act.SubjectID, at time.Time) (show func(), err error) {
	all, differs := slices.Clone(n.posts.Load().all), false
	for _, subject := range changed {
		rows, err := tx.CurrentRows(subject)
		if err != nil {
			return nil, err
		}
		var now []near.Post
		for _, row := range rows {
			if p, stands := postOf(row); stands {
				now = append(now, p)
			}
		}
		var other bool
		all, other = learnt(all, subject, now, at)
		differs = differs || other
	}
	if !differs {
		return nil, nil
	}
	next := newPosts(all)
	return func() { n.posts.Store(next) }, nil
}

// learnt ends what is held of a post and no longer so, and adds what is new, as known from a
// moment on.
func learnt(all []near.Post, subject act.SubjectID, now []near.Post, at time.Time) ([]near.Post, bool) {
	differs := false
	from := map[int64][]int{} // of those in now, by when they begin
	for j, p := range now {
		from[keep.Micros(p.From)] = append(from[keep.Micros(p.From)], j)
	}
	for i, held := range all {
		if held.Subject != subject || !held.KnownUntil.IsZero() {
			continue
		}
		begun := from[keep.Micros(held.From)]
		if k := slices.IndexFunc(begun, func(j int) bool { return stoodSo(now[j], held) }); k >= 0 {
			from[keep.Micros(held.From)] = slices.Delete(begun, k, k+1)
		} else {
			all[i].KnownUntil, differs = at, true
		}
	}
	for j, p := range now {
		if slices.Contains(from[keep.Micros(p.From)], j) {
			p.KnownFrom, differs = at, true
			all = append(all, p)
		}
	}
	return all, differs
}

// known adds a post, or makes the stretch longer during which it was known to stand so.
func known(all []near.Post, p near.Post) []near.Post {
	for i := range slices.Backward(all) {
		if o := &all[i]; o.Subject != p.Subject {
			break
		} else if stoodSo(*o, p) && o.KnownUntil.Equal(p.KnownFrom) {
			o.KnownUntil = p.KnownUntil
			return all
		}
	}
	return append(all, p)
}

// stoodSo reports whether two say the same, whenever it was known.
func stoodSo(a, b near.Post) bool {
	return a.Subject == b.Subject && a.Where == b.Where && a.From.Equal(b.From) && a.Until.Equal(b.Until)
}

// postOf is where a post stood. One that is closed stands nowhere, and one that not everybody
// of the mission sees shows nobody what is near it.
func postOf(row keep.Row) (near.Post, bool) {
	p := near.Post{
		Subject: row.Subject, Where: row.Where, From: row.From, Until: row.Until, KnownFrom: row.KnownFrom, KnownUntil: row.KnownUntil,
	}
	return p, row.Counts && row.Where.Known && !row.Where.Area && row.Compartment == ""
}
