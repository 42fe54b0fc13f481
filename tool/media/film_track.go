package media

import (
	"encoding/binary"
	"slices"
)

// track keeps pictures and sound. Anything else that has samples, positions above all
// (gpmd, mebx, camm), refuses the whole film: its samples lie among the pictures.
func (f *filmCleaner) track(b box) error {
	handler, err := f.handler(b)
	if err != nil {
		return err
	}
	if handler == "vide" || handler == "soun" {
		return f.playable(b, handler)
	}
	n, err := f.sampleCount(b)
	if err != nil {
		return err
	}
	if n > 0 {
		return notSafef("The film has a track of data beside pictures and sound (%q), which may hold positions, "+
			"so only the sealed original is kept.", handler)
	}
	f.free(b)
	return nil
}

func (f *filmCleaner) handler(track box) (string, error) {
	b, found, err := f.child(track, "mdia", "hdlr")
	if err != nil || !found {
		return "", firstOf(err, badFilm)
	}
	head, err := f.field(b, 12)
	if err != nil {
		return "", err
	}
	return string(head[8:]), nil
}

// sampleCount reads stsz or stz2 (8.7.3); a track without either has no samples.
func (f *filmCleaner) sampleCount(track box) (uint32, error) {
	for _, kind := range []string{"stsz", "stz2"} {
		b, found, err := f.child(track, "mdia", "minf", "stbl", kind)
		if err != nil {
			return 0, err
		}
		if found {
			head, err := f.field(b, 12)
			if err != nil {
				return 0, err
			}
			return binary.BigEndian.Uint32(head[8:]), nil
		}
	}
	return 0, nil
}

// playable goes through the boxes of a track of pictures or sound.
func (f *filmCleaner) playable(b box, handler string) error {
	if err := f.tree(b, handler); err != nil {
		return err
	}
	table, found, err := f.child(b, "mdia", "minf", "stbl")
	if err != nil || !found {
		return firstOf(err, badFilm)
	}
	return f.locate(table, handler)
}

// tree keeps the boxes that a player needs, enters those that hold others, and frees the
// rest. Links between tracks (tref) go, because what they point to may have gone.
func (f *filmCleaner) tree(b box, handler string) error {
	return f.boxes(b.body, b.end, func(c box) error {
		switch c.kind {
		case "mdia", "minf", "stbl", "dinf", "edts", "tapt":
			return f.tree(c, handler)
		case "tkhd", "mdhd":
			return f.blankTimes(c)
		case "hdlr":
			return f.blankHandler(c)
		case "dref":
			return f.references(c)
		case "stsd":
			return f.descriptions(c, handler)
		case "vmhd", "smhd", "elst", "elng", "clef", "prof", "enof",
			"stts", "ctts", "cslg", "stss", "stps", "stsc", "stsz", "stco", "co64", "sdtp", "sbgp", "sgpd":
			return nil
		}
		f.free(c)
		return nil
	})
}

// blankHandler keeps the type and blanks the maker and the name (8.4.3), which is often
// that of a camera.
func (f *filmCleaner) blankHandler(b box) error {
	if b.end-b.body < 24 {
		return badFilm
	}
	f.blank(b.body+12, b.end)
	f.remove("names of device and software")
	return nil
}

// references accepts only media in the same file (8.7.2); QuickTime aliases, which hold
// paths and names of disks, are blanked.
func (f *filmCleaner) references(b box) error {
	if b.end-b.body < 8 {
		return badFilm
	}
	return f.boxes(b.body+8, b.end, func(c box) error {
		head, err := f.field(c, 4)
		if err != nil {
			return err
		}
		if head[3]&1 == 0 {
			return scatteredFilm
		}
		f.blank(c.body+4, c.end)
		return nil
	})
}

// descriptions blanks the names in sample entries and frees what decoders do not need.
func (f *filmCleaner) descriptions(b box, handler string) error {
	if b.end-b.body < 8 {
		return badFilm
	}
	return f.boxes(b.body+8, b.end, func(c box) error {
		if handler == "vide" {
			return f.pictureEntry(c)
		}
		return f.soundEntry(c)
	})
}

// pictureEntry: VisualSampleEntry (12.1.3). The vendor is at 12, the compressor's name at
// 42, boxes follow at 78.
func (f *filmCleaner) pictureEntry(b box) error {
	head, err := f.field(b, 78)
	if err != nil {
		return err
	}
	if head[76] != 0xFF || head[77] != 0xFF { // a colour table follows
		return otherFilm
	}
	f.blank(b.body+12, b.body+16)
	f.blank(b.body+42, b.body+74)
	return f.boxes(b.body+78, b.end, func(c box) error {
		if c.kind == "colr" {
			return f.colour(c)
		}
		return f.keepOnly(c, "avcC", "hvcC", "av1C", "vpcC", "dvcC", "dvvC", "esds", "d263", "pasp", "clap",
			"btrt", "fiel", "gama", "mdcv", "clli")
	})
}

// colour keeps the short forms (12.1.5), not a whole profile.
func (f *filmCleaner) colour(b box) error {
	head, err := f.field(b, 4)
	if err != nil {
		return err
	}
	if kind := string(head); kind != "nclx" && kind != "nclc" {
		f.free(b)
	}
	return nil
}

// soundEntry: AudioSampleEntry (12.2.3), or version 1 of QuickTime's with 16 bytes more.
func (f *filmCleaner) soundEntry(b box) error {
	head, err := f.field(b, 28)
	if err != nil {
		return err
	}
	f.blank(b.body+12, b.body+16)
	boxes := b.body + 28
	switch version := binary.BigEndian.Uint16(head[8:]); version {
	case 0:
	case 1:
		boxes += 16
	default:
		return otherFilm
	}
	if boxes > b.end {
		return badFilm
	}
	return f.boxes(boxes, b.end, func(c box) error {
		return f.keepOnly(c, "esds", "wave", "chan", "dac3", "dec3", "dOps", "alac", "dfLa", "btrt", "srat", "damr", "chnl", "pcmC")
	})
}

func (f *filmCleaner) keepOnly(b box, kinds ...string) error {
	if !slices.Contains(kinds, b.kind) {
		f.free(b)
	}
	return nil
}
