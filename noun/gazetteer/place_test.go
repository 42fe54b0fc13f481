package gazetteer_test

import (
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun/gazetteer"
)

const village = act.SubjectID("place/C1")

func listed(names ...string) *gazetteer.PlaceListed {
	b := &gazetteer.PlaceListed{Kind: "settlement"}
	for _, n := range names {
		b.Names = append(b.Names, gazetteer.Name{Language: "en", Text: n})
	}
	return b
}

func name(text string) gazetteer.Name { return gazetteer.Name{Language: "en", Text: text} }

func TestFold_variants_come_and_go(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: village, Func: gazetteer.Fold}
	h.By("person/secretary", "", listed("Zalaqit"))
	h.By("person/monitor", "", &gazetteer.PlaceVariantAdded{Name: name("Zellaqiyat"), Source: shape.In("en", "hotline")})
	h.By("person/monitor", "", &gazetteer.PlaceVariantAdded{Name: name("Zelin"), Source: shape.In("en", "hotline")})
	h.By("person/verifier", "", &gazetteer.PlaceVariantWithdrawn{Name: name("Zelin"), Reason: shape.In("en", "another village")})
	h.By("person/secretary", "", listed("Zalaqit", "Zlaqyat")) // listed anew: variants stay
	f := h.Fold(t)
	s := foldtest.State[gazetteer.Place](t, f)
	var names []string
	for _, n := range s.All() {
		names = append(names, n.Text)
	}
	if want := []string{"Zalaqit", "Zlaqyat", "Zellaqiyat"}; !slices.Equal(names, want) || len(f.Conflicts) != 0 {
		t.Errorf("names %q, conflicts %v", names, f.Conflicts)
	}
	if s.Code != "C1" || f.Periods[0].Label != "Zalaqit, Zlaqyat, Zellaqiyat" || !f.Periods[0].Counts {
		t.Errorf("%+v", f.Periods[0])
	}
}

func TestFold_listed_differently_by_two(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: village, Func: gazetteer.Fold}
	h.Knowing("person/one", "", listed("Zalaqit"))
	h.Knowing("person/two", "", listed("Zellaqiyat"))
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "listing" {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
}

func TestPlaceListed_fits(t *testing.T) {
	t.Parallel()
	good := listed("Zalaqit")
	good.Within = []gazetteer.Division{{Level: 1, Code: "SY05"}, {Level: 3, Code: "SY050400"}}
	if err := good.Fits(village); err != nil {
		t.Error(err)
	}
	nameless, variant, turned := listed(), listed("Zalaqit"), listed("Zalaqit")
	variant.Names[0].Variant = true
	turned.Within = []gazetteer.Division{{Level: 3, Code: "SY050400"}, {Level: 1, Code: "SY05"}}
	for what, b := range map[string]*gazetteer.PlaceListed{"no name": nameless, "only a variant": variant, "divisions turned": turned} {
		if b.Fits(village) == nil {
			t.Errorf("%s fits", what)
		}
	}
	if good.Fits("place/a-code-that-is-longer-than-forty-characters") == nil {
		t.Error("a code of 44 characters fits")
	}
}
