package media_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truce/tool/media"
)

// copyOf cleans these bytes; the sentence is empty if the copy is good.
func copyOf(dst io.Writer, src io.ReaderAt, size int64) (media.Cleaned, string, error) {
	kind, err := media.Look(src, media.Unknown)
	if err != nil {
		return media.Cleaned{}, "", err
	}
	clean, err := kind.Cleaner(false)
	found := media.Cleaned{}
	if err == nil {
		found, err = clean(dst, src, size)
	}
	if unsafe, is := errors.AsType[media.NotSafe](err); is {
		return media.Cleaned{}, unsafe.Error(), nil
	}
	return found, "", err
}

// clean fails unless there is a working copy without the secret words.
func clean(t *testing.T, original []byte) ([]byte, media.Cleaned) {
	t.Helper()
	var out bytes.Buffer
	c, reason, err := copyOf(&out, bytes.NewReader(original), int64(len(original)))
	if err != nil || reason != "" {
		t.Fatalf("no working copy: %q, %v", reason, err)
	}
	for _, secret := range []string{secretWords, "Exif", "xmpmeta", "+35.70"} {
		if bytes.Contains(out.Bytes(), []byte(secret)) {
			t.Errorf("the working copy holds %q", secret)
		}
	}
	return out.Bytes(), c
}

// exiftool is the judge from outside: it says which metadata a file holds.
func exiftool(t *testing.T, content []byte) map[string]any {
	t.Helper()
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Fatal("exiftool is needed to judge working copies; apt-get install libimage-exiftool-perl (make test does)")
	}
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), tool, "-json", "-G1", "-a", "-u", "-U", "-ee3", "-n", name).Output()
	if err != nil {
		t.Fatalf("exiftool: %v: %s", err, text)
	}
	var found []map[string]any
	if err := json.Unmarshal(text, &found); err != nil || len(found) != 1 {
		t.Fatalf("exiftool: %v: %s", err, text)
	}
	return found[0]
}

// judge fails if exiftool finds any tag outside these groups, or a position, or a time.
func judge(t *testing.T, working []byte, groups ...string) {
	t.Helper()
	groups = append(groups, "SourceFile", "ExifTool", "System", "File", "Composite")
	for tag, value := range exiftool(t, working) {
		group, name, _ := strings.Cut(tag, ":")
		text, _ := json.Marshal(value)
		switch {
		case !slices.Contains(groups, group), strings.Contains(tag, "GPS"), strings.Contains(string(text), "SECRET"):
			t.Errorf("exiftool finds %s = %s", tag, text)
		case group != "System" && strings.Contains(name, "Date") && string(text) != `"0000:00:00 00:00:00"`:
			t.Errorf("exiftool finds a time: %s = %s", tag, text)
		case name == "Warning" || name == "Error":
			t.Errorf("exiftool: %s = %s", tag, text)
		}
	}
}

// seen fails unless exiftool finds these in the original: a judge that sees nothing
// anywhere proves nothing.
func seen(t *testing.T, original []byte, tags ...string) {
	t.Helper()
	found := exiftool(t, original)
	for _, tag := range tags {
		if found[tag] == nil {
			t.Errorf("exiftool does not find %s in the original", tag)
		}
	}
}

func samePixels(t *testing.T, a, b []byte) {
	t.Helper()
	before, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	after, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("the working copy does not decode: %v", err)
	}
	if before.Bounds() != after.Bounds() {
		t.Fatalf("%v became %v", before.Bounds(), after.Bounds())
	}
	for y := before.Bounds().Min.Y; y < before.Bounds().Max.Y; y++ {
		for x := before.Bounds().Min.X; x < before.Bounds().Max.X; x++ {
			if before.At(x, y) != after.At(x, y) {
				t.Fatalf("point %d,%d: %v became %v", x, y, before.At(x, y), after.At(x, y))
			}
		}
	}
}

func TestJPEG(t *testing.T) {
	t.Parallel()
	t.Run("nothing_is_left_but_the_picture", func(t *testing.T) {
		t.Parallel()
		original := spoiltJPEG(t)
		seen(t, original, "GPS:GPSLatitude", "IFD0:Make", "IFD0:Orientation", "XMP-dc:Source", "ICC-header:ProfileDateTime", "ICC_Profile:ProfileDescription")
		working, c := clean(t, original)
		judge(t, working, "JFIF", "ICC-header", "ICC_Profile")
		samePixels(t, original, working)
		if c.Orientation != 6 {
			t.Errorf("orientation %d", c.Orientation)
		}
		want := []string{"thumbnail", "Exif with a GPS position", "XMP", "texts and dates of the colour profile",
			"index of further pictures (MPF)", "application data (APP5)", "Photoshop and IPTC data", "comment", "bytes after the end of the picture"}
		if !slices.Equal(c.Removed, want) {
			t.Errorf("removed %q", c.Removed)
		}
	})
	t.Run("a_clean_picture_stays_as_it_is", func(t *testing.T) {
		t.Parallel()
		original := encodeJPEG(t, picture())
		working, c := clean(t, original)
		if !bytes.Equal(working, original) || len(c.Removed) != 0 || c.Orientation != 1 {
			t.Errorf("%d bytes became %d, %+v", len(original), len(working), c)
		}
	})
	t.Run("cleaning_twice_changes_nothing", func(t *testing.T) {
		t.Parallel()
		once, _ := clean(t, spoiltJPEG(t))
		if twice, _ := clean(t, once); !bytes.Equal(once, twice) {
			t.Error("it changed")
		}
	})
	t.Run("every_cut_gives_no_working_copy", func(t *testing.T) {
		t.Parallel()
		original := encodeJPEG(t, picture())
		for n := 3; n < len(original); n++ {
			if _, reason, err := copyOf(&bytes.Buffer{}, bytes.NewReader(original[:n]), int64(n)); reason == "" || err != nil {
				t.Fatalf("cut at %d: %q, %v", n, reason, err)
			}
		}
	})
}

func TestPNG(t *testing.T) {
	t.Parallel()
	t.Run("nothing_is_left_but_the_picture", func(t *testing.T) {
		t.Parallel()
		original := spoilPNG(encodePNG(t, picture()))
		seen(t, original, "GPS:GPSLatitude", "IFD0:Make", "PNG:Author", "PNG:ModifyDate")
		working, c := clean(t, original)
		if c.Orientation != 6 || !slices.Contains(c.Removed, "Exif with a GPS position") {
			t.Errorf("got %+v", c)
		}
		judge(t, working, "PNG")
		samePixels(t, original, working)
		if !bytes.Equal(working, encodePNG(t, picture())) {
			t.Error("it is not the picture before it was spoilt")
		}
	})
	t.Run("every_cut_gives_no_working_copy", func(t *testing.T) {
		t.Parallel()
		original := encodePNG(t, picture())
		for n := 8; n < len(original); n++ {
			if _, reason, err := copyOf(&bytes.Buffer{}, bytes.NewReader(original[:n]), int64(n)); reason == "" || err != nil {
				t.Fatalf("cut at %d: %q, %v", n, reason, err)
			}
		}
	})
	t.Run("bytes_behind_the_packed_picture_give_no_working_copy", func(t *testing.T) {
		t.Parallel()
		original := encodePNG(t, picture())
		at := bytes.Index(original, []byte("IEND")) - 4
		hidden := slices.Concat(original[:at], chunk("IDAT", secretWords), original[at:])
		if _, reason, _ := copyOf(&bytes.Buffer{}, bytes.NewReader(hidden), int64(len(hidden))); reason == "" {
			t.Error("it was accepted")
		}
	})
	t.Run("a_picture_that_unpacks_without_end_is_refused", func(t *testing.T) {
		t.Parallel()
		original := encodePNG(t, picture())
		head := string(be32(1<<31-1)) + string(be32(1<<31-1)) + "\x08\x06\x00\x00\x00"
		bomb := slices.Concat(original[:8], chunk("IHDR", head), original[33:])
		if _, reason, _ := copyOf(&bytes.Buffer{}, bytes.NewReader(bomb), int64(len(bomb))); !strings.Contains(reason, "too many points") {
			t.Errorf("got %q", reason)
		}
	})
}

// TestDecodersPictures takes the pictures that the standard library tests its decoders
// with: progressive, CMYK, restart intervals, interlaced, palettes, one to sixteen bits.
func TestDecodersPictures(t *testing.T) {
	t.Parallel()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("find the Go installation: %v", err)
	}
	root := filepath.Join(strings.TrimSpace(string(goroot)), "src", "image")
	var names []string
	for _, pattern := range []string{"testdata/*.jpeg", "testdata/*.png", "png/testdata/*.png", "png/testdata/pngsuite/*.png"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no pictures at %s in the Go installation: %v", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			original, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _, decodeErr := image.Decode(bytes.NewReader(original))
			var working bytes.Buffer
			_, reason, err := copyOf(&working, bytes.NewReader(original), int64(len(original)))
			if err != nil {
				t.Fatal(err)
			}
			if decodeErr != nil {
				if reason == "" {
					t.Errorf("a damaged picture got a working copy (decoder: %v)", decodeErr)
				}
				return
			}
			if reason != "" {
				t.Fatal(reason)
			}
			samePixels(t, original, working.Bytes())
		})
	}
}

func TestFilm(t *testing.T) {
	t.Parallel()
	for name, brand := range map[string]string{"mp4": "isom", "quicktime": "qt  ", "3gpp": "3gp4"} {
		t.Run(name+"_keeps_pictures_and_sound_in_their_places", func(t *testing.T) {
			t.Parallel()
			original := film(brand)
			seen(t, original, "UserData:GPSCoordinates", "UserData:Make", "QuickTime:CreateDate", "Track1:MediaCreateDate", "Track1:CompressorName")
			working, c := clean(t, original)
			judge(t, working, "QuickTime", "Track1", "Track2")
			if len(working) != len(original) {
				t.Errorf("%d bytes became %d", len(original), len(working))
			}
			for _, kept := range []string{pictures, sound} {
				if bytes.Index(working, []byte(kept)) != bytes.Index(original, []byte(kept)) {
					t.Errorf("%q moved", kept)
				}
			}
			for _, said := range []string{"user data (place, device, author)", "data of the maker or XMP", "times of recording",
				"names of device and software", "bytes that are neither picture nor sound"} {
				if !slices.Contains(c.Removed, said) {
					t.Errorf("%q is missing in %q", said, c.Removed)
				}
			}
			if again, _ := clean(t, working); !bytes.Equal(again, working) {
				t.Error("cleaning twice changes it")
			}
		})
	}
	meta := track{"meta", boxOf("gpmd", numbers(0, 1)), 0, []int{8}}
	empty := track{"meta", boxOf("mebx", numbers(0, 1)), 0, nil}
	good := film("isom")
	for name, c := range map[string]struct {
		film []byte
		says string
	}{
		"a_track_of_positions":  {film("isom", meta), "track of data"},
		"a_film_in_pieces":      {append(film("isom"), boxOf("moof")...), "in pieces"},
		"two_movie_headers":     {append(film("isom"), boxOf("moov")...), "damaged"},
		"samples_outside":       {bytes.Replace(good, []byte(boxOf("mdat")[4:]), []byte("mdot"), 1), "damaged"},
		"media_in_another_file": {bytes.Replace(good, []byte("alis\x00\x00\x00\x01"), []byte("alis\x00\x00\x00\x00"), 1), "another file"},
		"bytes_that_are_no_box": {append(film("isom"), "SEFH"...), "damaged"},
		"a_cut_in_the_last_box": {good[:len(good)-1], "damaged"},
		"more_samples_than_fit": {bytes.Replace(good, []byte("stsz"+numbers(0, 0, 2)), []byte("stsz"+numbers(0, 0, 3)), 1), "damaged"},
		"raw_sound_of_one_size": {uniform("sowt"), "rare kind"},
	} {
		t.Run(name+"_gives_no_working_copy", func(t *testing.T) {
			t.Parallel()
			_, reason, err := copyOf(&bytes.Buffer{}, bytes.NewReader(c.film), int64(len(c.film)))
			if err != nil || !strings.Contains(reason, c.says) {
				t.Errorf("got %q, %v", reason, err)
			}
		})
	}
	t.Run("packed_sound_of_one_size_is_kept", func(t *testing.T) {
		t.Parallel()
		if working, _ := clean(t, uniform("mp4a")); !bytes.Contains(working, []byte(sound)) {
			t.Error("the sound was blanked")
		}
	})
	t.Run("an_empty_track_of_positions_is_taken_out", func(t *testing.T) {
		t.Parallel()
		if _, c := clean(t, film("isom", empty)); !slices.Contains(c.Removed, "empty track") {
			t.Errorf("removed %q", c.Removed)
		}
	})
}

// uniform is a film whose sound says one size for all samples.
func uniform(format string) []byte {
	f := bytes.ReplaceAll(film("isom"), []byte("mp4a"), []byte(format))
	return bytes.ReplaceAll(f, []byte("stsz"+numbers(0, 0, 2, 7, 7)), []byte("stsz"+numbers(0, 7, 2, 7, 7)))
}
