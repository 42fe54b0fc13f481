package act

import (
	"bytes"
	"crypto/sha512"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// A busy office checks thousands of signatures by few keys. crypto/ed25519 doubles its way
// through 256 bits for each: 56 us here, more than all else that happens to an act before
// the writer. With the multiples of a key written down beforehand, as the multiples of the
// base point are, no doubling is left: two times 32 additions and one inversion, 17 us.
// (curve25519-voi, the fastest maintained verifier that we found, took 28.)
// Nothing here is secret, so nothing needs to take constant time.
//
// What is accepted is what crypto/ed25519 accepts, to the last odd point: S below the
// order; R compared as bytes, without the cofactor; A read as crypto/ed25519 reads it,
// spelt twice or of small order alike. The addition formulas are complete: they hold for
// all points of the curve, those of small order included.

// multiples of a point: [i][j] is (j+1)*256^i times it.
type multiples [32][128]affine

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
	c.base = c.multiply(edwards25519.NewGeneratorPoint())
	return c
}

// negated are the multiples of the negative of a public key. It answers nil for bytes that
// are no point.
func (c *curve) negated(key []byte) *multiples {
	p, err := new(edwards25519.Point).SetBytes(key)
	if err != nil {
		return nil
	}
	return c.multiply(p.Negate(p))
}

// multiply writes down all multiples; it takes about a millisecond.
func (c *curve) multiply(p *edwards25519.Point) *multiples {
	m := new(multiples)
	row := new([128]extended)
	for i := range m {
		step := edwards25519.NewIdentityPoint()
		for j := range row {
			step.Add(step, p)
			row[j] = extendedOf(step)
		}
		c.flatten(row, &m[i])
		p = step.Add(step, step) // 2 * 128 times
	}
	return m
}

func extendedOf(p *edwards25519.Point) extended {
	x, y, z, t := p.ExtendedCoordinates()
	return extended{*x, *y, *z, *t}
}

// flatten divides all by their z with one inversion (Montgomery's trick).
func (c *curve) flatten(row *[128]extended, into *[128]affine) {
	var before [128]field.Element
	var all field.Element
	all.One()
	for j := range row {
		before[j] = all
		all.Multiply(&all, &row[j].z)
	}
	all.Invert(&all)
	for j := len(row) - 1; j >= 0; j-- {
		var x, y, inverse field.Element
		inverse.Multiply(&all, &before[j])
		all.Multiply(&all, &row[j].z)
		x.Multiply(&row[j].x, &inverse)
		y.Multiply(&row[j].y, &inverse)
		into[j].sum.Add(&y, &x)
		into[j].difference.Subtract(&y, &x)
		into[j].product.Multiply(&x, &y)
		into[j].product.Multiply(&into[j].product, &c.twiceD)
	}
}

// verify is ed25519.Verify for the key whose negated multiples are given.
func (c *curve) verify(key []byte, negated *multiples, message string, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	s, err := new(edwards25519.Scalar).SetCanonicalBytes(signature[32:])
	if err != nil {
		return false
	}
	h := sha512.New()
	h.Write(signature[:32])
	h.Write(key)
	h.Write([]byte(message))
	var digest [64]byte
	k, err := new(edwards25519.Scalar).SetUniformBytes(h.Sum(digest[:0]))
	if err != nil {
		return false
	}
	var r extended
	r.y.One()
	r.z.One()
	r.addMultiple(c.base, s.Bytes())
	r.addMultiple(negated, k.Bytes())
	return bytes.Equal(signature[:32], r.encode())
}

// addMultiple adds scalar times the point whose multiples are given. The scalar is below
// 2^253; its bytes are read as digits from -128 to 127.
func (p *extended) addMultiple(m *multiples, scalar []byte) {
	carry := 0
	for i, b := range scalar {
		digit := int(b) + carry
		carry = (digit + 128) >> 8
		digit -= carry << 8
		switch {
		case digit > 0:
			p.add(&m[i][digit-1])
		case digit < 0:
			p.subtract(&m[i][-digit-1])
		}
	}
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

// encode writes y with the sign of x in the topmost bit (RFC 8032 section 5.1.2).
func (p *extended) encode() []byte {
	var x, y, inverse field.Element
	inverse.Invert(&p.z)
	x.Multiply(&p.x, &inverse)
	y.Multiply(&p.y, &inverse)
	out := y.Bytes()
	out[31] |= byte(x.IsNegative() << 7)
	return out
}
