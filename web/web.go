package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var built embed.FS

// Options say what a desk cannot know by itself.
type Options struct {
	// TimeZone answers the zone in which times are shown (IANA): the office's, which its rules and agreements can change.
	TimeZone func() string
	// Admission is the number of the rules of admission in force, by whose editions of lists people write.
	Admission func() int
	Now       func() time.Time // the office's clock
	// Copy is nil for an office. With it the desk shows a copy of a register to its reader, and says so on every page.
	Copy *Copy
	// Studied is true where a backup is studied: nothing is taken, and every page says so.
	Studied bool
	// Exercise is nil for a real office. With one, every page says that it is an exercise.
	Exercise *Exercise
}

// Copy is a copy of a register that somebody reads in the desk.
type Copy struct {
	Register string    `json:"register"`
	Entries  int64     `json:"entries"`
	Until    time.Time `json:"until"`            // when its last entry was received
	Person   string    `json:"person,omitempty"` // for whom it was made; nobody: a stranger
	Open     int64     `json:"open"`             // records that are not reckoned in it, because that turns on what is withheld
}

// Exercise is what a visitor of an exercise's desk is offered.
type Exercise struct {
	Register string `json:"-"`    // id of its register: an exercise that is begun anew has another
	Cast     []Role `json:"cast"` // whom every visitor may speak as
	Tour     []Step `json:"tour"` // the first things to try
}

// Step leads a visitor to a screen.
type Step struct {
	As    string            `json:"as,omitempty"` // a name of the cast; "" signs out
	At    string            `json:"at"`           // address within the desk
	Title map[string]string `json:"title"`        // by language; English is always there
	Text  map[string]string `json:"text"`         // what to try, by language
}

// Role is somebody of an exercise.
type Role struct {
	Name  string          `json:"name"`
	Party string          `json:"party,omitempty"`
	Role  string          `json:"role"`
	File  json.RawMessage `json:"file"` // the key file
}

// Desk serves the desk's files and, for the addresses of its screens, its one page. What is
// neither it hands on.
type Desk struct {
	files    map[string]file // by path, such as /assets/index-1a2b.js
	options  Options
	meetings *meetings
	next     http.Handler
}

// New makes the door. Requests for anything but the desk go to next.
func New(o Options, next http.Handler) (*Desk, error) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, fmt.Errorf("open desk: %w", err)
	}
	return newDesk(dist, o, next)
}

func newDesk(dist fs.FS, o Options, next http.Handler) (*Desk, error) {
	files, err := read(dist)
	if err != nil {
		return nil, fmt.Errorf("read desk: %w", err)
	}
	if o.Exercise != nil {
		exercise, err := json.Marshal(o.Exercise)
		if err != nil {
			return nil, fmt.Errorf("write exercise: %w", err)
		}
		files["/exercise.json"] = newFile("/exercise.json", exercise)
	}
	return &Desk{files, o, &meetings{now: o.Now, all: map[string]meeting{}}, next}, nil
}

// settings are what the desk cannot know by itself.
func (d *Desk) settings() ([]byte, error) {
	said := map[string]any{"timeZone": d.options.TimeZone(), "admission": d.options.Admission(), "exercise": d.options.Exercise != nil, "copy": d.options.Copy, "studied": d.options.Studied}
	if d.options.Exercise != nil {
		said["register"] = d.options.Exercise.Register
	}
	return json.Marshal(said)
}

// Screens lists the first parts of the addresses of the screens. A test holds that it is the
// router's own list.
func Screens() []string {
	return []string{"situation", "incidents", "reports", "report", "review", "agreement", "zones", "bulletin", "endorse", "register", "records", "people", "enrol"}
}

// ServeHTTP answers a file of the desk, the desk's page for a screen, or what next answers.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, meetingPath) {
		d.meetings.ServeHTTP(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		d.next.ServeHTTP(w, r)
		return
	}
	if r.URL.Path == "/desk.json" {
		settings, err := d.settings()
		if err != nil {
			http.Error(w, "The settings of the desk cannot be written.", http.StatusInternalServerError)
			return
		}
		newFile(r.URL.Path, settings).serve(w, r)
		return
	}
	if f, is := d.files[r.URL.Path]; is && r.URL.Path != "/index.html" {
		f.serve(w, r)
		return
	}
	if !screen(r.URL.Path) {
		d.next.ServeHTTP(w, r)
		return
	}
	page, is := d.files["/index.html"]
	if !is {
		http.Error(w, "The desk was not built into this program. With Node.js 20 or later: make web, and build again.", http.StatusNotFound)
		return
	}
	page.serve(w, r)
}

// screen reports whether an address is that of the desk's front page or of a screen.
func screen(address string) bool {
	first, _, deeper := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if first == "" {
		return !deeper
	}
	for _, name := range Screens() {
		if first == name {
			return name != "register" || !deeper // below it is the register itself
		}
	}
	return false
}

// policy lets the desk load what the office serves, and nothing else from anywhere. The map
// makes its worker from a blob and reads its images as blobs.
const policy = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// file is one file of the desk in the codings that it was packed in.
type file struct {
	mediaType, etag, cache string
	plain, gzip, brotli    []byte
}

func newFile(name string, content []byte) file {
	sum := sha256.Sum256(content)
	f := file{mediaType: mediaType(name), etag: hex.EncodeToString(sum[:12]), cache: "no-cache", plain: content}
	if strings.HasPrefix(name, "/assets/") { // the name holds a hash of the contents
		f.cache = "public, max-age=31536000, immutable"
	}
	return f
}

// mediaType does not ask the machine's own list, which would differ on each.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// read takes every file, and puts packed ones beside those that they are packed from.
func read(dist fs.FS) (map[string]file, error) {
	files, packed := map[string]file{}, map[string][]byte{}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ".gitkeep" {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		if ext := path.Ext(name); ext == ".gz" || ext == ".br" {
			packed["/"+name] = content
			return err
		}
		files["/"+name] = newFile("/"+name, content)
		return err
	})
	for name, f := range files {
		f.gzip, f.brotli = packed[name+".gz"], packed[name+".br"]
		files[name] = f
	}
	return files, err
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", f.cache)
	h.Set("Content-Type", f.mediaType)
	h.Add("Vary", "Accept-Encoding")
	content, coding := f.coded(r.Header.Get("Accept-Encoding"))
	h.Set("ETag", `"`+f.etag+coding+`"`) // each coding is other bytes
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// coded chooses the smallest form that the reader understands (RFC 9110 section 12.5.3).
func (f file) coded(accepts string) (content []byte, coding string) {
	switch {
	case f.brotli != nil && understands(accepts, "br"):
		return f.brotli, "br"
	case f.gzip != nil && understands(accepts, "gzip"):
		return f.gzip, "gzip"
	}
	return f.plain, ""
}

func understands(accepts, coding string) bool {
	for part := range strings.SplitSeq(accepts, ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q := strings.ReplaceAll(quality, " ", "")
			return q != "q=0" && !strings.HasPrefix(q, "q=0.0")
		}
	}
	return false
}
