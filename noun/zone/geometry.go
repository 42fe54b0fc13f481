package zone

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxGeometryBytes bounds the geometry of one act: a compact act is base64url, four thirds
// of its payload, and the whole body has act.MaxBodyBytes.
// There is room for about 1,500 points written to a centimetre (seven
// decimals) or 1,800 to a metre (five). Who draws with more thins the line; nobody else may.
const MaxGeometryBytes = 36_000

// Digest is the SHA-256, in hexadecimal, of a geometry in the canonical form of RFC 8785:
// what a consent names. It does not depend on spaces or the order of members.
func Digest(geometry jsontext.Value) (string, error) {
	text := jsontext.Value(slices.Clone(geometry))
	if err := text.Canonicalize(); err != nil {
		return "", fmt.Errorf("digest geometry: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// read takes a geometry with the two members that RFC 7946 asks for and no others: what a
// consent is to must not hold more than is drawn.
func read[C any](text jsontext.Value, want string) (C, error) {
	var coordinates C
	var g struct {
		Type        string         `json:"type"`
		Coordinates jsontext.Value `json:"coordinates"`
	}
	if len(text) > MaxGeometryBytes {
		return coordinates, fmt.Errorf("%d bytes: an act has room for %d, about 1,500 points with seven decimals or 1,800 with five; thin the line", len(text), MaxGeometryBytes)
	}
	if err := json.Unmarshal(text, &g, json.RejectUnknownMembers(true)); err != nil {
		return coordinates, fmt.Errorf("want an RFC 7946 %s with type and coordinates only: %w", want, err)
	}
	if g.Type != want {
		return coordinates, fmt.Errorf("type %.40q: want %s", g.Type, want)
	}
	if err := json.Unmarshal(g.Coordinates, &coordinates); err != nil {
		return coordinates, fmt.Errorf("coordinates of a %s: %w", want, err)
	}
	return coordinates, nil
}

type position []float64

func checkArea(text jsontext.Value) error {
	parts, err := read[[][][]position](text, "MultiPolygon")
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return errors.New("no part")
	}
	for i, rings := range parts {
		if len(rings) == 0 {
			return fmt.Errorf("part %d: no ring", i)
		}
		for j, ring := range rings {
			if err := checkRing(ring); err != nil {
				return fmt.Errorf("part %d, ring %d: %w", i, j, err)
			}
		}
	}
	return nil
}

func checkRing(ring []position) error {
	if len(ring) < 4 {
		return fmt.Errorf("%d positions: a ring has four or more, the last the same as the first", len(ring))
	}
	if err := checkPositions(ring); err != nil {
		return err
	}
	if !slices.Equal(ring[0], ring[len(ring)-1]) {
		return errors.New("the last position must be the same as the first")
	}
	return nil
}

func checkLine(text jsontext.Value) error {
	line, err := read[[]position](text, "LineString")
	if err != nil {
		return err
	}
	if len(line) < 2 {
		return fmt.Errorf("%d positions: a line has two or more", len(line))
	}
	return checkPositions(line)
}

func checkPositions(ps []position) error {
	for i, p := range ps {
		switch {
		case len(p) != 2:
			return fmt.Errorf("vertex %d: %d numbers: want longitude and latitude", i, len(p))
		case math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90:
			return fmt.Errorf("vertex %d: %v,%v: longitude must be from -180 to 180, latitude from -90 to 90", i, p[0], p[1])
		case !exact(p[0]) || !exact(p[1]):
			return fmt.Errorf("vertex %d: %v,%v: at most seven decimals (a centimetre): what is signed is what is decided by", i, p[0], p[1])
		}
	}
	return nil
}

// exact reports whether the degrees are a whole number of 1e-7 degree.
func exact(degrees float64) bool { return math.Round(degrees*1e7)/1e7 == degrees }
