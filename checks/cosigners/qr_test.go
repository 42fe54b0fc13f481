package cosigners_test

import (
	"bytes"
	"image"
	"image/color"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/officetest"
)

// draw paints a page's code as a printer would, so many points a module.
func draw(t *testing.T, page string) image.Image {
	t.Helper()
	const points = 4
	code := regexp.MustCompile(`(?s)<figure class="head"><svg[^>]*viewBox="0 0 (\d+) \d+".*?fill="#000" d="([^"]*)"`).FindStringSubmatch(page)
	if code == nil {
		t.Fatal("the page has no code")
	}
	side, _ := strconv.Atoi(code[1])
	paper := image.NewGray(image.Rect(0, 0, side*points, side*points))
	for i := range paper.Pix {
		paper.Pix[i] = 255
	}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h1v1h-1z`).FindAllStringSubmatch(code[2], -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		for i := range points * points {
			paper.SetGray(x*points+i%points, y*points+i/points, color.Gray{})
		}
	}
	return paper
}

// TestCodeOnPaper: a decoder that is not ours reads the head off a bulletin's page, byte for byte.
func TestCodeOnPaper(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(time.Date(2017, 5, 8, 12, 0, 0, 0, time.UTC))
	w.File(t, 0, 2)
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := register.OpenHead(head, w.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.Bulletins.Make(t.Context(), bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: "2017-05-07", TimeZone: "UTC"}})
	if err != nil {
		t.Fatal(err)
	}
	b := made.Editions[publication.Public]
	for name, c := range map[string]struct {
		head []byte
		want string
	}{"signed": {head, string(head)}, "by the bulletin alone": {nil, opened.Body()}} {
		var page bytes.Buffer
		if err := b.HTML(&page, bulletin.HTMLOptions{Language: "en", Location: time.UTC, Head: c.head}); err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(draw(t, page.String()))
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"})
		if err != nil || read.GetText() != c.want {
			t.Errorf("%s: read %q, %v, want %q", name, read, err, c.want)
		}
	}
}
