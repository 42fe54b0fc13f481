package bulletin

import (
	"fmt"
	"html/template"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty border that a QR code needs around it, in modules (ISO/IEC 18004).
const quiet = 4

// head is the text of the code: the signed head that came with the page, or else what the bulletin itself says of
// the office's own register, in the form in which heads are signed (C2SP tlog-checkpoint).
func (p *page) head() string {
	if len(p.signedHead) > 0 {
		return string(p.signedHead)
	}
	own := p.Header.Own()
	return fmt.Sprintf("%s\n%d\n%s\n", own.Origin, own.Size, own.Root)
}

// code draws the head as a QR code: whoever has the paper can hold what others were shown against it, without a
// network. A head with so many signatures that no code holds it is drawn without them.
func (p *page) code() (template.HTML, error) {
	text := p.head()
	drawn, err := qr.Encode(text, qr.L, qr.Unicode)
	if err != nil {
		body, _, _ := strings.Cut(text, "\n\n")
		if drawn, err = qr.Encode(body+"\n", qr.L, qr.Unicode); err != nil {
			return "", fmt.Errorf("draw head: %w", err)
		}
	}
	said := p.word("head-unsigned")
	if p.signed() {
		said = p.word("head-signed")
	}
	side := drawn.Bounds().Dx()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges" role="img" aria-label="%[2]s"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="`, side+2*quiet, said)
	for y := range side {
		for x := range side {
			if drawn.At(x, y) == color.Black {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String()), nil
}

// signed reports whether the code holds a signed head.
func (p *page) signed() bool { return len(p.signedHead) > 0 }
