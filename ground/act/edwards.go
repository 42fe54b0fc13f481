package act

import (
	"crypto/sha512"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// A busy office checks thousands of signatures by few keys. crypto/ed25519 doubles its way
// through 256 bits for each: 56 us here, more than all else that happens to an act before
// the writer. With the multiples of a key written down beforehand, as the multiples of the
// base point are, no doubling is left: 24 and 32 additions, and one inversion, which acts
// that come together share (Finish): 17 us alone, 12 among many.
// (curve25519-voi, the fastest maintained verifier that we found, took 28.)
// Nothing here is secret, so nothing needs to take constant time.
//
// What is accepted is what crypto/ed25519 accepts, to the last odd point: S below the
// order; R compared as bytes, without the cofactor; A read as crypto/ed25519 reads it,
// spelt twice or of small order alike. The addition formulas are complete: they hold for
// all points of the curve, those of small order included.

// multiples of a point: rows[i][j] is (j+1) * 2^(bits*i) times it. A digit of a scalar is
// one addition, so that wider digits are fewer of them and more memory.
type multiples struct {
	bits int
	rows [][]affine
}

const (
	keyBits  = 8  // half a megabyte a key
	baseBits = 11 // three megabytes, once
	// scalarBits: scalars are below 2^253. One more digit takes the last carry.
	scalarBits = 253
)

// affine is a point as mixed addition wants it: y+x, y-x and 2dxy, with z = 1.
type affine struct{ sum, difference, product field.Element }

// extended is a point (x:y:z:t) with x*y = z*t (Hisil and others, 2008).
type extended struct{ x, y, z, t field.Element }

// curve holds what all checks share.
type curve struct {
	base   *multiples
	twiceD field.Element
}

func newCurve() *curve {
	c := &curve{}
	// -121665/121666, doubled.
	var one, n field.Element
	one.One()
	n.Mult32(&one, 121666)
	n.Invert(&n)
	n.Mult32(&n, 2*121665)
	c.twiceD.Negate(&n)
	c.base = c.multiply(edwards25519.NewGeneratorPoint(), baseBits)
	return c
}

// negated are the multiples of the negative of a public key. It answers nil for bytes that
// are no point.
func (c *curve) negated(key []byte) *multiples {
	p, err := new(edwards25519.Point).SetBytes(key)
	if err != nil {
		return nil
	}
	return c.multiply(p.Negate(p), keyBits)
}

// multiply writes down all multiples: a millisecond for a key, ten for the base.
func (c *curve) multiply(p *edwards25519.Point, bits int) *multiples {
	m := &multiples{bits, make([][]affine, scalarBits/bits+1)}
	row := make([]extended, 1<<(bits-1))
	for i := range m.rows {
		step := edwards25519.NewIdentityPoint()
		for j := range row {
			step.Add(step, p)
			row[j] = extendedOf(step)
		}
		m.rows[i] = c.flatten(row)
		p = step.Add(step, step) // two times half of what a digit can say
	}
	return m
}

func extendedOf(p *edwards25519.Point) extended {
	x, y, z, t := p.ExtendedCoordinates()
	return extended{*x, *y, *z, *t}
}

// flatten divides all by their z.
func (c *curve) flatten(row []extended) []affine {
	inverses := make([]field.Element, len(row))
	for j := range row {
		inverses[j] = row[j].z
	}
	invert(inverses)
	flat := make([]affine, len(row))
	for j := range row {
		var x, y field.Element
		x.Multiply(&row[j].x, &inverses[j])
		y.Multiply(&row[j].y, &inverses[j])
		flat[j].sum.Add(&y, &x)
		flat[j].difference.Subtract(&y, &x)
		flat[j].product.Multiply(&x, &y)
		flat[j].product.Multiply(&flat[j].product, &c.twiceD)
	}
	return flat
}

// invert puts the inverse in the place of each element, of which none is zero, with one
// inversion for all (Montgomery's trick).
func invert(all []field.Element) {
	before := make([]field.Element, len(all))
	var product field.Element
	product.One()
	for i := range all {
		before[i] = product
		product.Multiply(&product, &all[i])
	}
	product.Invert(&product)
	for i := len(all) - 1; i >= 0; i-- {
		own := all[i]
		all[i].Multiply(&product, &before[i])
		product.Multiply(&product, &own)
	}
}

// commitment is the point that a signature by the key, whose negated multiples are given,
// must have begun with: it is right if the point, written down, is its first half.
func (c *curve) commitment(key []byte, negated *multiples, message string, signature []byte) (r extended, ok bool) {
	if len(signature) != 64 {
		return r, false
	}
	s, err := new(edwards25519.Scalar).SetCanonicalBytes(signature[32:])
	if err != nil {
		return r, false
	}
	h := sha512.New()
	h.Write(signature[:32])
	h.Write(key)
	h.Write([]byte(message))
	var digest [64]byte
	k, err := new(edwards25519.Scalar).SetUniformBytes(h.Sum(digest[:0]))
	if err != nil {
		return r, false
	}
	r.y.One()
	r.z.One()
	r.addMultiple(c.base, s.Bytes())
	r.addMultiple(negated, k.Bytes())
	return r, true
}

// addMultiple adds scalar times the point whose multiples are given. The scalar is below
// 2^253; its digits are read as those from -2^(bits-1)+1 to 2^(bits-1).
func (p *extended) addMultiple(m *multiples, scalar []byte) {
	carry := 0
	for i, row := range m.rows {
		digit := digitAt(scalar, i*m.bits, m.bits) + carry
		carry = 0
		if digit > len(row) {
			digit -= 2 * len(row)
			carry = 1
		}
		switch {
		case digit > 0:
			p.add(&row[digit-1])
		case digit < 0:
			p.subtract(&row[-digit-1])
		}
	}
}

// digitAt reads some bits, the lowest first.
func digitAt(scalar []byte, from, bits int) int {
	window := 0
	for i := min(from/8+2, len(scalar)-1); i >= from/8; i-- {
		window = window<<8 | int(scalar[i])
	}
	return window >> (from % 8) & (1<<bits - 1)
}

// add is the unified mixed addition for a = -1, seven multiplications.
func (p *extended) add(q *affine) {
	var a, b, c, d, e, f, g, h field.Element
	a.Subtract(&p.y, &p.x)
	a.Multiply(&a, &q.difference)
	b.Add(&p.y, &p.x)
	b.Multiply(&b, &q.sum)
	c.Multiply(&p.t, &q.product)
	d.Add(&p.z, &p.z)
	e.Subtract(&b, &a)
	f.Subtract(&d, &c)
	g.Add(&d, &c)
	h.Add(&b, &a)
	p.set(&e, &f, &g, &h)
}

// subtract adds the negative: sum and difference change places, the product its sign.
func (p *extended) subtract(q *affine) {
	var a, b, c, d, e, f, g, h field.Element
	a.Subtract(&p.y, &p.x)
	a.Multiply(&a, &q.sum)
	b.Add(&p.y, &p.x)
	b.Multiply(&b, &q.difference)
	c.Multiply(&p.t, &q.product)
	d.Add(&p.z, &p.z)
	e.Subtract(&b, &a)
	f.Add(&d, &c)
	g.Subtract(&d, &c)
	h.Add(&b, &a)
	p.set(&e, &f, &g, &h)
}

func (p *extended) set(e, f, g, h *field.Element) {
	p.x.Multiply(e, f)
	p.y.Multiply(g, h)
	p.t.Multiply(e, h)
	p.z.Multiply(f, g)
}

// encode writes y with the sign of x in the topmost bit (RFC 8032 section 5.1.2); the
// inverse is that of z.
func (p *extended) encode(inverse *field.Element) []byte {
	var x, y field.Element
	x.Multiply(&p.x, inverse)
	y.Multiply(&p.y, inverse)
	out := y.Bytes()
	out[31] |= byte(x.IsNegative() << 7)
	return out
}
