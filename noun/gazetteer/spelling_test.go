package gazetteer_test

import (
	"testing"

	"truce/noun/gazetteer"
)

// TestSpelling: what writers differ in for the same letters makes no difference.
func TestSpelling(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"Ma'arrat An Nu'man", "Maarat al-Numan", "MAARAT AL NUMAN", "Ma‘arrat an-Nu‘mān"},
		{"Ar-Rastan", "Rastan", "ar rastan", "Rastan town"},
		{"السلمية", "سلميه", "السَّلَمِيَّة", "السلميـــة", "مدينة السلمية"},
		{"إدلب", "ادلب", "أدلب"},
		{"خان شيخون", "خان\u200cشیخون", "خان شيخون"},
		{"بئر عجم", "بير عجم"},
		{"كفرنبل", "کفرنبل", "كفر نبل"},
		{"Alsalameh", "Al-Salameh", "salameh"},
		{"Eastern Ghariyah", "Ghariyah al-Sharqiyah", "Gharriyah Sharqiyah"},
		{"Kafr Nobol", "Kafr-Nobol", "KafrNobol"},
		{"Hamah", "Hama"},
	} {
		want := gazetteer.Spelling(same[0])
		for _, name := range same {
			if got := gazetteer.Spelling(name); got != want || got == "" {
				t.Errorf("%q is spelt %q, %q is spelt %q", name, got, same[0], want)
			}
		}
	}
}

// TestSpelling_keeps_names_apart: what is not only spelling stays different.
func TestSpelling_keeps_names_apart(t *testing.T) {
	t.Parallel()
	for _, apart := range [][2]string{
		{"Eastern Ghariyah", "Western Ghariyah"}, {"Hama", "Homs"}, {"Kafr Zeita", "Kafr Zeid"},
		{"كفرنبل", "كفرنبودة"}, {"Zalaqit", "Zellaqiyat"}, {"تل رفعت", "تل رفاد"},
	} {
		if gazetteer.Spelling(apart[0]) == gazetteer.Spelling(apart[1]) {
			t.Errorf("%q and %q are spelt alike: %q", apart[0], apart[1], gazetteer.Spelling(apart[0]))
		}
	}
}

// TestSound: vowels and the alphabet make no difference, consonants do.
func TestSound(t *testing.T) {
	t.Parallel()
	for _, alike := range [][]string{
		{"Zalaqit", "Zellaqiyat", "Zalaqiyat", "زلاقيات"},
		{"Harbanifse", "Hirbinifsah", "Harbinafsah", "حربنفسه", "حر بنفسه"},
		{"Kafr Nobol", "Kafr Nubl", "Kafranbel", "Kafr Nabl", "كفرنبل"},
		{"Talbiseh", "Talbisah", "تلبيسة"},
		{"Jisr al-Shughour", "Jisr ash-Shughur", "جسر الشغور"},
		{"Khan Shaykhun", "Khan Sheikhoun", "خان شيخون"},
	} {
		want := gazetteer.Sound(alike[0])
		for _, name := range alike {
			if got := gazetteer.Sound(name); got != want || got == "" {
				t.Errorf("%q sounds %q, %q sounds %q", name, got, alike[0], want)
			}
		}
	}
	if gazetteer.Sound("Hirbinifsah") == gazetteer.Sound("Pepsi") {
		t.Error("a soft drink is a village")
	}
}

func FuzzSpelling(f *testing.F) {
	for _, name := range []string{"Ma'arrat An Nu'man", "خان شيخون", "(Karnaz)", "al", "\u0640", "Eastern"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		gazetteer.Sound(name)
		if once := gazetteer.Spelling(name); gazetteer.Spelling(name) != once {
			t.Errorf("%q is spelt in two ways", name)
		}
	})
}
