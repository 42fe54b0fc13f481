package adversary

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/vault"
)

// What is in the office of a machine that is seized, a text for each.
const (
	seizedNarrative = "EXERCISE The Baker Of Kafrmarkovo counted nineteen shells"
	seizedPlace     = "Kafrplacovo Lower Quarter"
	seizedStaff     = "Anthracite Wolfsohn-Markered (fictional role)"
	seizedUpload    = "EXERCISE half of an unfinished upload from the cellar, "
)

// seizedFolder says to the test's program, started a second time, in which folder it is to be an office; seizedOpen that it is not encrypted.
const (
	seizedFolder = "TRUCE_TEST_SEIZED"
	seizedOpen   = "TRUCE_TEST_SEIZED_OPEN"
)

// seizedPhoto is a picture, and bytes in the middle of it.
func seizedPhoto(t *testing.T) (photo, middle []byte) {
	t.Helper()
	picture, r := image.NewGray(image.Rect(0, 0, 128, 128)), mathrand.New(mathrand.NewPCG(7, 7))
	for i := range picture.Pix {
		picture.Pix[i] = color.Gray{uint8(r.Uint32())}.Y
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), out.Bytes()[out.Len()/2 : out.Len()/2+40]
}

// TestSeized_office is the office: it takes a report, a person, a photograph, half of a file, and waits to be killed.
func TestSeized_office(t *testing.T) {
	folder := os.Getenv(seizedFolder)
	if folder == "" {
		return // the other test starts it
	}
	var d disk.Disk = disk.Own()
	if os.Getenv(seizedOpen) == "" {
		keys, err := vault.NewKeys(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if d, err = vault.On(d, keys, vault.Options{Rand: rand.Reader}); err != nil {
			t.Fatal(err)
		}
	}
	w := officetest.NewOn(t, d, folder, rand.Reader)
	o := officetest.Observation()
	o.Narrative, o.Place.Name = shape.In("en", seizedNarrative), seizedPlace
	w.Must(t, "monitor-1", "observation-filed", "report/1", o)
	w.Must(t, "administrator", "person-registered", "person/seized", people.PersonRegistered{Organisation: act.SubjectID("organisation/mission"), Name: seizedStaff})
	photo, _ := seizedPhoto(t)
	w.Deposit(t, "photo.jpg", "image/jpeg", photo)
	half := []byte(strings.Repeat(seizedUpload, 1000))
	id, err := w.Blobs().Create(t.Context(), blob.Claim{Length: int64(2 * len(half)), MediaType: "text/plain"})
	if err == nil {
		_, err = w.Blobs().Append(t.Context(), id, 0, bytes.NewReader(half))
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	fmt.Println("seize me")
	select {}
}

// Who seizes the disk of an encrypted office, running or not, finds nothing of what is in it: not in the database, its log, the index of words, files of
// evidence, the register's key or half of an upload. In the folder of one that is not encrypted each of them is found, so that this test can fail.
func TestSeized_disk_of_an_encrypted_office_tells_nothing(t *testing.T) {
	t.Parallel()
	_, middle := seizedPhoto(t)
	wanted := map[string][]byte{
		"narrative": []byte(seizedNarrative), "place": []byte(seizedPlace), "staff": []byte(seizedStaff), "photo": middle, "upload": []byte(seizedUpload),
		"the register's key": []byte("PRIVATE+KEY+"), "a head": []byte("test.exercise.truce\n"), "tables": []byte("CREATE TABLE"),
	}
	for _, encrypted := range []bool{false, true} {
		folder := t.TempDir()
		kill(t, folder, encrypted)
		all := files(t, folder)
		for what, text := range wanted {
			where := holding(all, text)
			switch {
			case encrypted && len(where) > 0:
				t.Errorf("%s is found in %v", what, where)
			case !encrypted && len(where) == 0:
				t.Errorf("%s is not found where nothing is encrypted: this test looks in the wrong way", what)
			}
		}
	}
}

// kill starts an office in a folder, and kills it once it holds everything.
func kill(t *testing.T, folder string, encrypted bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSeized_office$")
	cmd.Env = append(os.Environ(), seizedFolder+"="+folder)
	if !encrypted {
		cmd.Env = append(cmd.Env, seizedOpen+"=1")
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); !slices.Contains(said, "seize me") && lines.Scan(); {
		said = append(said, lines.Text())
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if !slices.Contains(said, "seize me") {
		t.Fatalf("the office ended: %v", said)
	}
}

// files are the bytes of all files below a folder, but those that are handed out to everybody.
func files(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "register.pub" {
			all[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil || len(all) < 5 {
		t.Fatalf("%d files: %v", len(all), err)
	}
	return all
}

// holding names the files in which a text is, as it is, in small letters, in UTF-16, or in base64 wherever it begins.
func holding(all map[string][]byte, text []byte) (where []string) {
	wide := utf16.Encode([]rune(string(text)))
	little, big := make([]byte, 0, 2*len(wide)), make([]byte, 0, 2*len(wide))
	for _, u := range wide {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	forms := [][]byte{text, bytes.ToLower(text), little, big}
	for before := range 3 {
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			coded := alphabet.EncodeToString(append(make([]byte, before), text...))
			forms = append(forms, []byte(coded[4:len(coded)-4])) // the ends depend on what stands around
		}
	}
	for name, content := range all {
		if slices.ContainsFunc(forms, func(form []byte) bool { return bytes.Contains(content, form) }) {
			where = append(where, filepath.Base(name))
		}
	}
	return where
}
