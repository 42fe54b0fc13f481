package post

import (
	"truce/noun"
)

// Posts are the places that a mission mans.
func Posts() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "posts", Named: noun.ByConsent,
		About: "Checkpoints, observation posts and centres, with their positions over time.",
		State: Post{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "post-established", Body: PostEstablished{}, Opens: true, Group: "keep-posts", About: "A post stands from a moment on."},
			{Name: "post-moved", Body: PostMoved{}, Group: "keep-posts", About: "A post stands elsewhere from a moment on."},
			{Name: "post-closed", Body: PostClosed{}, Group: "keep-posts", About: "A post stands no longer."},
		},
		Public: noun.Shown("name", "kind", "operator", "zone", "area", "status", "near", "exercise").Told(noun.Exact),
		Placed: noun.Placed{Judged: true, Map: noun.Ground},
		Turns:  noun.Turns{Own: []string{"exact-place"}},
		Plain:  "a few members and a place",
	}
}
