package gazetteer

import (
	"truce/noun"
)

// Places are those that a gazetteer lists.
func Places() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "places", Named: noun.ByConsent,
		About: "The gazetteer: places with their codes and names.",
		State: Place{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "place-listed", Body: PlaceListed{}, Opens: true, Group: "keep-places", About: "A gazetteer lists a place."},
			{Name: "place-variant-added", Body: PlaceVariantAdded{}, Group: "name-places", About: "A name was used for a place."},
			{Name: "place-variant-withdrawn", Body: PlaceVariantWithdrawn{}, Group: "name-places", About: "A name does not mean a place after all."},
		},
		Public: noun.Everything("reference data; who added a name is of the class staff").Told(noun.ByDay).Moving(noun.AtOnce),
		Placed: noun.Placed{Open: true},
		Plain:  "names, codes and a point",
	}
}
