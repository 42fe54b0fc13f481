package media

import "encoding/binary"

// Tags of the first directory (CIPA DC-008, Exif 2.32).
const (
	exifOrientation = 0x0112
	exifGPS         = 0x8825
	exifShort       = 3
)

// readExif reads the two things that are told about an Exif block before it is dropped:
// the orientation (1 to 8, or 0 if not said) and whether it holds a position. A damaged
// block says nothing.
func readExif(tiff []byte) (orientation int, position bool) {
	order := byteOrder(tiff)
	if order == nil {
		return 0, false
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 8 || first > len(tiff)-2 {
		return 0, false
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			break
		}
		switch order.Uint16(entries) {
		case exifOrientation:
			orientation = orientationOf(order, entries)
		case exifGPS:
			position = true
		}
		entries = entries[12:]
	}
	return orientation, position
}

// exif tells of an Exif block that is dropped; the first orientation counts.
func (c *Cleaned) exif(tiff []byte) {
	orientation, position := readExif(tiff)
	if orientation != 0 && c.Orientation == 1 {
		c.Orientation = orientation
	}
	if position {
		c.remove("Exif with a GPS position")
		return
	}
	c.remove("Exif")
}

func byteOrder(tiff []byte) binary.ByteOrder {
	if len(tiff) < 8 {
		return nil
	}
	switch string(tiff[:4]) {
	case "II*\x00":
		return binary.LittleEndian
	case "MM\x00*":
		return binary.BigEndian
	}
	return nil
}

func orientationOf(order binary.ByteOrder, entry []byte) int {
	value := int(order.Uint16(entry[8:]))
	if order.Uint16(entry[2:]) != exifShort || value < 1 || value > 8 {
		return 0
	}
	return value
}
