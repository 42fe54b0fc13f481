package tiles

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// figure is a shape with what is said of it.
type figure struct {
	shape orb.Geometry
	said  [][2]string
}

// says adds an attribute; an empty one is left out.
func (f *figure) says(key, value string) {
	if value != "" {
		f.said = append(f.said, [2]string{key, value})
	}
}

// figure writes a figure of which shape, in units of the tile, is left; nil leaves it out.
func (l *layer) figure(f *figure, shape orb.Geometry) {
	if shape == nil {
		return
	}
	var pen pen
	form := pen.draw(shape)
	if len(pen.commands) == 0 {
		return
	}
	for _, said := range f.said {
		l.tag(l.key(said[0]), l.once(said[1]))
	}
	l.feature(uint64(l.n+1), form, pen.commands)
}

// key is the number of a key, which is added if it is new.
func (l *layer) key(name string) int {
	for i, key := range l.keys {
		if key == name {
			return i
		}
	}
	l.keys = append(l.keys, name)
	return len(l.keys) - 1
}

// once adds a string to the table if it is not there.
func (l *layer) once(s string) uint32 {
	value, is := l.texts[s]
	if !is {
		value = l.text([]byte(s))
		l.texts[s] = value
	}
	return value
}

// pen writes the commands of a geometry (section 4.3 of the format): each position as the
// difference to the one before.
type pen struct {
	commands []byte
	x, y     int32
}

const (
	move  = 1
	line  = 2
	close = 7
)

func (p *pen) draw(shape orb.Geometry) (form byte) {
	switch g := shape.(type) {
	case orb.Point:
		p.command(move, 1)
		p.to(g)
		return typePoint
	case orb.LineString:
		p.line(g)
		return typeLine
	case orb.MultiLineString:
		for _, l := range g {
			p.line(l)
		}
		return typeLine
	case orb.Polygon:
		p.polygon(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			p.polygon(polygon)
		}
	}
	return typePolygon
}

func (p *pen) line(l orb.LineString) {
	if len(l) < 2 {
		return
	}
	p.command(move, 1)
	p.to(l[0])
	p.command(line, len(l)-1)
	for _, at := range l[1:] {
		p.to(at)
	}
}

// polygon writes the outer ring clockwise on the map, whose rows grow downwards, and holes
// the other way round. A ring that has become too small to have an area is left out, and
// with an outer one its holes.
func (p *pen) polygon(rings orb.Polygon) {
	for i, r := range rings {
		r = whole(r)
		if len(r) < 3 {
			if i == 0 {
				return
			}
			continue
		}
		if turn := doubleArea(r); turn == 0 && i == 0 {
			return
		} else if turn == 0 {
			continue
		} else if (turn > 0) != (i == 0) {
			for a, b := 0, len(r)-1; a < b; a, b = a+1, b-1 {
				r[a], r[b] = r[b], r[a]
			}
		}
		p.command(move, 1)
		p.to(r[0])
		p.command(line, len(r)-1)
		for _, at := range r[1:] {
			p.to(at)
		}
		p.command(close, 1)
	}
}

// whole rounds a ring to units, without points that fall on the one before and without the
// last, which is the first again.
func whole(r orb.Ring) orb.Ring {
	var out orb.Ring
	for _, at := range r {
		at = orb.Point{float64(round(at[0])), float64(round(at[1]))}
		if len(out) == 0 || out[len(out)-1] != at {
			out = append(out, at)
		}
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// doubleArea is above zero for a ring that goes clockwise where rows grow downwards.
func doubleArea(r orb.Ring) (sum float64) {
	for i, a := range r {
		b := r[(i+1)%len(r)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return sum
}

func (p *pen) command(id, times int) {
	p.commands = binary.AppendUvarint(p.commands, uint64(times)<<3|uint64(id))
}

func (p *pen) to(at orb.Point) {
	x, y := round(at[0]), round(at[1])
	p.commands = binary.AppendUvarint(p.commands, zigzag(x-p.x))
	p.commands = binary.AppendUvarint(p.commands, zigzag(y-p.y))
	p.x, p.y = x, y
}

func round(v float64) int32 {
	if v < 0 {
		return int32(v - 0.5)
	}
	return int32(v + 0.5)
}
