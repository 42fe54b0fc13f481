package gazetteer

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Spelling is a name without what writers differ in for the same letters: capitals,
// diacritics and vowel signs, tatweel, the forms of alef and hamza, ta marbuta, Persian
// and Arabic kaf and ya, apostrophes, hyphens and spaces, articles, doubled letters, and
// words such as "village" that say what sort of place it is. Two names of one spelling
// are the same name.
func Spelling(name string) string {
	words := words(name)
	return strings.Join(words, "")
}

// words are the words of a name, each without what writers differ in. Words that say a
// side ("eastern") come last, in one form whatever the language.
func words(name string) []string {
	var plain, sides []string
	for _, w := range strings.FieldsFunc(letters(name), func(r rune) bool { return r == ' ' }) {
		if side := sideOf(w); side != "" {
			sides = append(sides, side)
			continue
		}
		plain = append(plain, w)
	}
	plain = without(without(plain, isArticle), isSort)
	for i, w := range plain {
		plain[i] = withoutLastH(single(withoutArticle(w)))
	}
	return append(plain, sides...)
}

// letters are small letters and digits of a name, its words apart by spaces.
func letters(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r == 'ـ' || unicode.Is(unicode.Mn, r) || strings.ContainsRune("'`´’‘ʼʻʿʾ?", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(oneForm(r))
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// oneForm is the letter by which those that writers put for each other are known. A bare
// hamza, left by taking a letter apart or written on the line, falls to its carrier.
func oneForm(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ئ', 'ې':
		return 'ي'
	case 'ؤ':
		return 'و'
	case 'ة', 'ە', 'ۀ':
		return 'ه'
	case 'ک', 'ڪ':
		return 'ك'
	case 'گ':
		return 'ك'
	case 'ı':
		return 'i'
	}
	return r
}

// single writes doubled letters once, and leaves out hamza on the line.
func single(w string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range w {
		if r != last && r != 'ء' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// withoutLastH writes a ta marbuta in Latin letters in one way: "Hamah" and "Hama".
func withoutLastH(w string) string {
	if len(w) > 3 && (strings.HasSuffix(w, "ah") || strings.HasSuffix(w, "eh")) {
		return w[:len(w)-1]
	}
	return w
}

// without leaves out words unless none would be left.
func without(words []string, drop func(string) bool) []string {
	var kept []string
	for _, w := range words {
		if !drop(w) {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

// isArticle knows the article as it is written apart, also where it takes the sound of
// the letter after it ("Ar-Rastan").
func isArticle(w string) bool {
	switch w {
	case "al", "el", "ul", "ar", "er", "as", "es", "ash", "esh", "ad", "ed", "at", "et", "ath", "an", "en", "az", "ez", "adh", "ej", "aj", "l":
		return true
	}
	return false
}

// withoutArticle takes the article off a word that it is written together with, if a
// name is left: "Alsalameh", "السلامية".
func withoutArticle(w string) string {
	runes := []rune(w)
	if len(runes) < 6 {
		return w
	}
	switch string(runes[:2]) {
	case "ال", "al", "el":
		return string(runes[2:])
	}
	return w
}

// isSort knows words that say what sort of place is meant.
func isSort(w string) bool {
	switch w {
	case "village", "town", "city", "suburb", "nahiyah", "nahiya", "district", "mintaqat", "markaz", "governorate", "province",
		"neighborhood", "neighbourhood", "قريه", "بلده", "مدينه", "ناحيه", "منطقه", "محافظه", "حي":
		return true
	}
	return false
}

// sideOf knows the words for sides and sizes by which namesakes are told apart.
func sideOf(w string) string { return sides()[w] }

var sides = sync.OnceValue(func() map[string]string {
	one := map[string]string{}
	for side, written := range map[string][]string{
		"east":  {"east", "eastern", "sharqi", "sharqiyah", "sharqiyeh", "sharqiyya", "sharqiya", "sharqiye", "الشرقي", "الشرقيه", "شرقي", "شرقيه"},
		"west":  {"west", "western", "gharbi", "gharbiyah", "gharbiyeh", "gharbiyya", "gharbiya", "gharbiye", "الغربي", "الغربيه", "غربي", "غربيه"},
		"north": {"north", "northern", "shamali", "shamaliyah", "shamaliyeh", "shamaliya", "الشمالي", "الشماليه", "شمالي", "شماليه"},
		"south": {"south", "southern", "janubi", "janubiyah", "janubiyeh", "janubiya", "الجنوبي", "الجنوبيه", "جنوبي", "جنوبيه"},
		"upper": {"upper", "fawqani", "fowqani", "foqani", "fawqaniyah", "الفوقاني", "الفوقانيه", "فوقاني", "فوقانيه"},
		"lower": {"lower", "tahtani", "tahtaniyah", "tahtaniyeh", "التحتاني", "التحتانيه", "تحتاني", "تحتانيه"},
		"big":   {"big", "great", "kabir", "kabirah", "kabireh", "kabira", "kubra", "الكبير", "الكبيره", "الكبري", "كبير", "كبيره"},
		"small": {"small", "little", "saghir", "saghirah", "saghireh", "saghira", "sughra", "الصغير", "الصغيره", "الصغري", "صغير", "صغيره"},
	} {
		for _, w := range written {
			one[w] = side
		}
	}
	return one
})
