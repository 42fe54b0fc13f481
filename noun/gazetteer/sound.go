package gazetteer

import "strings"

// Sound is the frame of consonants of a name, in one alphabet for Arabic and Latin
// letters: what is left when vowels, which transliterations put as they like, are taken
// out. Names of one sound may be the same name, and need not be.
func Sound(name string) string {
	var b strings.Builder
	for _, w := range words(name) {
		if side := sideOf(w); side != "" {
			b.WriteString("/" + side)
			continue
		}
		b.WriteString(consonants(w))
	}
	return single(b.String())
}

func consonants(w string) string {
	var b strings.Builder
	runes := []rune(w)
	for i := 0; i < len(runes); i++ {
		if i+1 < len(runes) {
			if two := digraph(string(runes[i : i+2])); two != 0 {
				b.WriteByte(two)
				i++
				continue
			}
		}
		if one := consonant(runes[i]); one != 0 && !(one == 'h' && i == len(runes)-1) { // a last h is a vowel's
			b.WriteByte(one)
		}
	}
	return b.String()
}

func digraph(two string) byte {
	switch two {
	case "sh", "ch":
		return 'S'
	case "kh":
		return 'x'
	case "gh":
		return 'G'
	case "th":
		return 't'
	case "dh":
		return 'd'
	case "ph":
		return 'f'
	case "dj", "zh":
		return 'j'
	}
	return 0
}

// consonant is 0 for vowels, for w and y, which stand for vowels as often as not, and for
// ain, which few writers write.
func consonant(r rune) byte {
	switch r {
	case 'b', 'd', 'f', 'h', 'j', 'k', 'l', 'm', 'n', 'r', 's', 't', 'z':
		return byte(r)
	case 'q', 'c', 'g', 'ق', 'ك':
		return 'k'
	case 'p', 'ب', 'پ':
		return 'b'
	case 'v', 'ف':
		return 'f'
	case 'ş', 'ش', 'چ':
		return 'S'
	case 'x', 'خ':
		return 'x'
	case 'غ':
		return 'G'
	case 'ت', 'ط', 'ث':
		return 't'
	case 'د', 'ض', 'ذ':
		return 'd'
	case 'ج', 'ژ':
		return 'j'
	case 'ح', 'ه':
		return 'h'
	case 'ر':
		return 'r'
	case 'ز', 'ظ':
		return 'z'
	case 'س', 'ص':
		return 's'
	case 'ل':
		return 'l'
	case 'م':
		return 'm'
	case 'ن':
		return 'n'
	}
	return 0
}
