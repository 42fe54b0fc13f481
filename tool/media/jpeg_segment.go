package media

import (
	"bytes"
	"fmt"
)

// segmentOf keeps or drops one segment. What is kept has exactly the length that its
// content needs, so that nothing can ride behind it.
func (j *jpegCleaner) segmentOf(marker byte, payload []byte) error {
	switch {
	case marker >= jpegAPP0 && marker <= jpegAPP15:
		return j.application(marker, payload)
	case marker == jpegCOM:
		j.remove("comment")
		return nil
	case marker >= jpegSOF0 && marker <= jpegSOF2:
		if j.frame || !isFrame(payload) {
			return badJPEG
		}
		j.frame = true
	case marker == jpegSOS:
		if !j.frame || !isScan(payload) {
			return badJPEG
		}
	case marker == jpegDHT && !isHuffman(payload), marker == jpegDQT && !isQuantisation(payload),
		marker == jpegDRI && len(payload) != 2:
		return badJPEG
	case marker != jpegDHT && marker != jpegDQT && marker != jpegDRI:
		return otherJPEG
	}
	return j.keep(marker, payload)
}

// isFrame: precision, height, width, count, three bytes a component (B.2.2). A height of
// zero, told later by DNL, is refused.
func isFrame(p []byte) bool {
	return len(p) >= 6 && p[5] >= 1 && p[5] <= 4 && len(p) == 6+3*int(p[5]) &&
		(p[1] != 0 || p[2] != 0) && (p[3] != 0 || p[4] != 0)
}

// isScan: count, two bytes a component, three bytes (B.2.3).
func isScan(p []byte) bool {
	return len(p) >= 1 && p[0] >= 1 && p[0] <= 4 && len(p) == 4+2*int(p[0])
}

// isQuantisation: tables of 64 values of one or two bytes (B.2.4.1).
func isQuantisation(p []byte) bool {
	for len(p) > 0 {
		n := 1 + 64<<(p[0]>>4)
		if p[0]>>4 > 1 || p[0]&15 > 3 || len(p) < n {
			return false
		}
		p = p[n:]
	}
	return true
}

// isHuffman: tables of 16 counts and as many values (B.2.4.2).
func isHuffman(p []byte) bool {
	for len(p) > 0 {
		if len(p) < 17 || p[0]>>4 > 1 || p[0]&15 > 3 {
			return false
		}
		n := 17
		for _, count := range p[1:17] {
			n += int(count)
		}
		if n > 17+256 || len(p) < n {
			return false
		}
		p = p[n:]
	}
	return true
}

func (j *jpegCleaner) application(marker byte, p []byte) error {
	switch {
	case marker == jpegAPP0 && bytes.HasPrefix(p, []byte("JFIF\x00")) && len(p) >= 14:
		return j.jfif(p)
	case marker == jpegAPP14 && bytes.HasPrefix(p, []byte("Adobe")) && len(p) >= 12:
		return j.adobe(p)
	case marker == jpegAPP2 && bytes.HasPrefix(p, []byte(iccHeader)) && !j.scanned:
		return j.icc(p)
	case marker == jpegAPP1 && bytes.HasPrefix(p, []byte("Exif\x00")):
		j.exif(p[min(6, len(p)):])
	case marker == jpegAPP1 && bytes.HasPrefix(p, []byte("http://ns.adobe.com/")):
		j.remove("XMP")
	case marker == jpegAPP2 && bytes.HasPrefix(p, []byte("MPF\x00")):
		j.remove("index of further pictures (MPF)")
	case marker == jpegAPP13:
		j.remove("Photoshop and IPTC data")
	case marker == jpegAPP0:
		j.remove("thumbnail")
	default:
		j.remove(fmt.Sprintf("application data (APP%d)", marker-jpegAPP0))
	}
	return nil
}

// jfif keeps version, unit and density; the thumbnail behind them may show what was cut
// off or blurred later.
func (j *jpegCleaner) jfif(p []byte) error {
	if len(p) > 14 {
		j.remove("thumbnail")
	}
	short := append([]byte(nil), p[:14]...)
	short[12], short[13] = 0, 0
	return j.keep(jpegAPP0, short)
}

// adobe keeps the colour transform, without which some pictures show wrong colours, and
// blanks the flags.
func (j *jpegCleaner) adobe(p []byte) error {
	if len(p) > 12 {
		j.remove("bytes behind the Adobe segment")
	}
	return j.keep(jpegAPP14, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), p[11]))
}

// icc writes the profile once all its parts are here.
func (j *jpegCleaner) icc(p []byte) error {
	profile, complete := j.profile.add(p)
	if !complete {
		return nil
	}
	j.profile = iccParts{}
	short, ok := cleanICC(profile)
	if !ok {
		j.remove("a colour profile that could not be read")
		return nil
	}
	j.remove("texts and dates of the colour profile")
	for i, part := range splitICC(short) {
		count := (len(short) + iccPartBytes - 1) / iccPartBytes
		head := append([]byte(iccHeader), byte(i+1), byte(count))
		if err := j.keep(jpegAPP2, append(head, part...)); err != nil {
			return err
		}
	}
	return nil
}
