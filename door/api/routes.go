package api

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/office/reading"
	"truce/tool/answer"
)

// route is the table of everything that the door serves.
func (a *API) route() {
	a.routeActs()
	a.routeStates()
	a.routeLaw()
	a.routeBulletins()
	a.routeRegister()
	a.routeEvidence()
	a.routeDocuments()
	a.metrics.watch(&a.streams, a.connections)
}

func (a *API) routeActs() {
	a.raw(huma.Operation{
		Method: http.MethodPost, Path: "/api/acts", Summary: "Hand in acts",
		Description: "One act is answered with its receipt: 201, or 200 if it was there already. Several, at most 1000 and 4 MiB, " +
			"are answered 200 with what became of each. The acts' own signatures are the authentication. Sending twice does no harm.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			wire.MediaAct:      {Schema: text("one act in the SD-JWT form (RFC 9901)")},
			wire.MediaActs:     {Schema: text("acts in the SD-JWT form, one a line")},
			"application/json": {Schema: a.schemaOf(reflect.TypeFor[wire.Acts]())},
		}},
		Responses: map[string]*huma.Response{
			"201": a.json("The act is durably recorded.", reflect.TypeFor[answer.Receipt]()),
			"200": {Description: "One act that was there already, or what became of each of several.",
				Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{OneOf: []*huma.Schema{
					a.schemaOf(reflect.TypeFor[answer.Receipt]()), a.schemaOf(reflect.TypeFor[wire.Outcomes]())}}}}},
		},
	}, "", a.submit)
	get(a, huma.Operation{Path: "/api/acts/{id}", Summary: "One act, with what the reader may see of it", Security: signedIn()}, a.act)
	a.raw(huma.Operation{
		Method: http.MethodGet, Path: "/api/acts/{id}/receipt", Summary: "Proof that an act is in the register (C2SP tlog-proof)",
		Description: "With entry, the bytes of the entry that the proof is about.", Security: signedIn(),
		Parameters: []*huma.Param{written(path("id", "64 hexadecimal digits"), "digest"), inQuery("entry", "any value: the entry instead of the proof")},
		Responses:  map[string]*huma.Response{"200": content("The proof, or the entry.", "text/plain", "application/octet-stream")},
	}, "", a.identified(a.receipt))
	get(a, huma.Operation{Path: "/api/acts/{id}/receipt/step", Summary: "How far the receipt of an act is: taken, or cosigned", Security: signedIn(),
		Description: "An act is answered as soon as it is durably taken. Cosigners are asked at intervals; then the proof at .../receipt is by a head that enough of them signed."},
		a.receiptStep)
	a.raw(huma.Operation{
		Method: http.MethodGet, Path: "/api/events", Summary: "What comes in, as it comes in", Security: signedIn(),
		Description: "Server-sent events named change. The id of an event is the index to go on from; Last-Event-ID or after resumes there.",
		Parameters:  []*huma.Param{inQuery("after", "id to go on from, for clients that cannot send Last-Event-ID")},
		Responses: map[string]*huma.Response{"200": {Description: "A stream; the data of each event is:", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: a.schemaOf(reflect.TypeFor[answer.Change]())}}}},
	}, "", a.identified(a.events))
}

func (a *API) routeStates() {
	get(a, huma.Operation{Path: "/api/me", Summary: "Whom the token speaks for", Security: signedIn()}, a.me)
	get(a, huma.Operation{Path: "/api/custodians", Summary: "Acts that say to whom sources are sealed", Security: signedIn()}, a.custodians)
	get(a, huma.Operation{Path: "/api/proposals", Summary: "What waits for signatures of others, with who answered what", Security: signedIn(),
		Description: "Whatever noun it is about; yours says where this reader may answer, with an act of kind endorsed about the subject."}, a.proposals)
	get(a, huma.Operation{Path: "/api/subjects/{noun}/{name}", Summary: "A subject, by periods in the world", Security: anybody()}, a.subject)
	get(a, huma.Operation{Path: "/api/subjects/{noun}/{name}/history", Summary: "The acts about a subject", Security: signedIn()}, a.history)
	get(a, huma.Operation{Path: "/api/subjects/{noun}/{name}/heads", Summary: "The latest acts about a subject, which the next one names as seen", Security: signedIn(),
		Description: "Those that no other names. About people, bodies, words and the law all that the office's register has, which an act about them must name."}, a.latest)
	get(a, huma.Operation{Path: "/api/subjects/{noun}/{name}/explanation", Summary: "What each act about a subject changed", Security: signedIn(),
		Description: "The acts in the order in which they are added up, for those who may read the history, with the members that this reader may see: " +
			"what each act changed, which act replaced that, and why one changed nothing. The last " + strconv.Itoa(reading.MaxExplained) + " are told singly."}, a.explanation)
	get(a, huma.Operation{Path: "/api/duplicates", Summary: "Pairs of reports that may be about one happening", Security: signedIn(),
		Description: "With a score from 0 to 1 and a reason for each of what was compared. For those who gather reports; nothing is linked by it."}, a.duplicates)
	get(a, huma.Operation{Path: "/api/steps", Summary: "Where a verifier's step may lead, by the status of the incident", Security: anybody()}, a.steps)
	get(a, huma.Operation{Path: "/api/incidents/{name}/crossing", Summary: "Where the reports of an incident say that it was, and what they have in common", Security: signedIn()}, a.crossing)
	for _, n := range a.office.Kinds().Nouns() {
		get(a, huma.Operation{Path: n.Collection(), Summary: "List " + n.Plural, Description: n.About, Security: anybody()}, a.list(n.Name))
		a.routeTables(n)
	}
	get(a, huma.Operation{Path: "/api/places/resolve", Summary: "Which place a name means, or the candidates to ask about", Security: anybody(),
		Description: "code is there only if one place is meant beyond doubt. Otherwise read the candidates back to whoever said the name."}, a.resolve)
	get(a, huma.Operation{Path: "/api/access-log", Summary: "Who was handed restricted members", Security: signedIn(),
		Description: "Of everything for those who keep watch; of one record, with subject, for those whose record it is, too. " +
			"A row for each reader, record, class and day (UTC); who had the place of a record on a map, or a copy of the register, is told with it."}, a.accessLog)
	get(a, huma.Operation{Path: "/api/counts", Summary: "Numbers of records", Security: anybody()}, a.counts)
}

func (a *API) routeRegister() {
	tile := []*huma.Param{path("level", "0 to 7"), path("index", "number of the tile in the form of C2SP tlog-tiles, with slashes; .p/ and the width of a partial one")}
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/checkpoint", Summary: "The signed tree head (C2SP tlog-checkpoint)", Security: anybody(),
		Description: "To strangers that of the register when the public edition last moved, and tiles that it covers.",
		Responses:   map[string]*huma.Response{"200": content("A signed note.", "text/plain")}}, "", a.identified(a.checkpoint))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/cosigned", Summary: "Earlier tree heads that others cosigned",
		Description: "Signed notes, the smallest head first, each followed by two empty lines: who saw how many entries, and when.",
		Responses:   map[string]*huma.Response{"200": content("Signed notes.", "text/plain")}}, "", a.identified(a.cosigned))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/key", Summary: "The verifier key of the tree heads (C2SP signed-note)",
		Responses: map[string]*huma.Response{"200": content("The key.", "text/plain")}}, "", a.registerKey)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/tile/{level}/{index}", Summary: "A hash tile (C2SP tlog-tiles)",
		Parameters: tile, Responses: map[string]*huma.Response{"200": content("Hashes of 32 bytes.", "application/octet-stream")},
	}, "/register/tile/{level}/{index...}", a.identified(a.tile))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/tile/entries/{index}", Summary: "A bundle of entries (C2SP tlog-tiles)",
		Description: "For those who may copy the register.", Parameters: tile[1:], Security: signedIn(),
		Responses: map[string]*huma.Response{"200": content("Entries, each after its length in 16 bits.", "application/octet-stream")},
	}, "/register/tile/entries/{index...}", a.identified(a.bundle))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/register/hidden", Summary: "Disclosures that go beside a copy of the register",
		Description: "For those who may copy the register: those that the reader may see, a line for each act. What is restricted is among them only by a release in force.", Security: signedIn(),
		Parameters: []*huma.Param{written(inQuery("from", "first index, default 0"), "count"), written(inQuery("to", "index to stop before, default the end"), "count"), inQuery("release", "id of the act by which a restricted copy is released to the reader")},
		Responses: map[string]*huma.Response{"200": {Description: "A line for each act.", Content: map[string]*huma.MediaType{
			wire.MediaNDJSON: {Schema: a.schemaOf(reflect.TypeFor[wire.Hidden]())}}}},
	}, "", a.identified(a.hidden))
	a.raw(huma.Operation{Method: http.MethodPost, Path: "/register/cosignatures", Summary: "Bring cosignatures on a tree head (C2SP tlog-cosignature)",
		Description: "From cosigners that this office is configured to keep.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"text/plain": {Schema: text("the head of this register with cosignature lines")}}},
		Responses:   map[string]*huma.Response{"204": {Description: "Kept."}}}, "", a.limited(a.cosign))
}

func (a *API) routeEvidence() {
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/api/evidence/{name}/{form}", Summary: "A file of evidence", Security: signedIn(),
		Description: "working: without position, time, device and author. sealed: the original, encrypted to custodians (age). Ranges are answered.",
		Parameters: []*huma.Param{path("name", "of the piece of evidence, without evidence/ before it"),
			{Name: "form", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Enum: []any{"working", "sealed"}}}},
		Responses: map[string]*huma.Response{"200": content("The file.", "application/octet-stream"), "206": content("A range of it.", "application/octet-stream")},
	}, "", a.identified(a.form))
	a.raw(huma.Operation{Method: http.MethodOptions, Path: uploadsPath, Summary: "What this server speaks of tus 1.0",
		Responses: map[string]*huma.Response{"204": {Description: "Tus-Version, Tus-Extension, Tus-Max-Size."}}}, "", a.tusOptions)
	a.raw(huma.Operation{Method: http.MethodPost, Path: uploadsPath, Summary: "Announce a file (tus 1.0, creation)", Security: signedIn(),
		Description: "Upload-Metadata may hold mediaType, sha256 and nothingPersonal.",
		Parameters:  []*huma.Param{tusVersionParam(), written(needed("Upload-Length", "bytes"), "amount"), header("Upload-Metadata", "as in tus 1.0")},
		Responses:   map[string]*huma.Response{"201": {Description: "Location names the upload."}}}, "", a.tus(a.create))
	a.mux.HandleFunc("GET "+uploadsPath, func(w http.ResponseWriter, r *http.Request) { // which would be a file of that name
		w.Header().Set("Allow", "OPTIONS, POST")
		translate(r, problem.Invalid(problem.RequestMalformed).At(r.Method)).as(http.StatusMethodNotAllowed).write(w)
	})
	one := uploadsPath + "/{upload}"
	upload := path("upload", "as Location named it")
	digest := written(inQuery("sha256", "as Location named it: of the file, which is taken only if it is that one"), "digest-or-none")
	a.raw(huma.Operation{Method: http.MethodHead, Path: one, Summary: "How far an upload is (tus 1.0)", Security: signedIn(),
		Parameters: []*huma.Param{upload, digest, tusVersionParam()}, Responses: map[string]*huma.Response{"200": {Description: "Upload-Offset, Upload-Length."}}}, "", a.tus(a.progress))
	a.raw(huma.Operation{Method: http.MethodGet, Path: one, Summary: "How far an upload is and what it became", Security: signedIn(),
		Parameters: []*huma.Param{upload, digest}, Responses: map[string]*huma.Response{"200": a.json("The upload.", reflect.TypeFor[wire.Upload]())}}, "", a.tus(a.progress))
	a.raw(huma.Operation{Method: http.MethodPatch, Path: one, Summary: "Send bytes of a file (tus 1.0)", Security: signedIn(),
		Description: "The answer to the last of them names the file in Evidence-Sha256 (of the original), Evidence-Sealed-Sha256 and Evidence-Working-Sha256.",
		Parameters:  []*huma.Param{upload, digest, tusVersionParam(), written(needed("Upload-Offset", "where these bytes begin"), "offset")},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{wire.MediaTusPatch: {Schema: text("bytes")}}},
		Responses:   map[string]*huma.Response{"204": {Description: "Upload-Offset."}}}, "", a.tus(a.append))
	a.raw(huma.Operation{Method: http.MethodDelete, Path: one, Summary: "Give an upload up (tus 1.0, termination)", Security: signedIn(),
		Parameters: []*huma.Param{upload, digest, tusVersionParam()}, Responses: map[string]*huma.Response{"204": {Description: "Its bytes are gone."}}}, "", a.tus(a.abandon))
}

func (a *API) routeDocuments() {
	get(a, huma.Operation{Path: "/schemas", Summary: "The kinds of act"}, a.schemas)
	get(a, huma.Operation{Path: "/api/nouns", Summary: "What acts are about, and where the lists are", Security: anybody()}, a.nouns)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/schemas/states/{file}", Summary: "JSON Schema of the state of a noun",
		Description: "As readers are shown it: a member is required only if no reader loses it.",
		Parameters:  []*huma.Param{path("file", "the noun and .json")},
		Responses:   map[string]*huma.Response{"200": content("The schema of the state.", "application/schema+json")}}, "", packing(a.stateSchema))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/schemas/{file}", Summary: "JSON Schema of a kind of act",
		Parameters: []*huma.Param{path("file", "the kind and .json")},
		Responses:  map[string]*huma.Response{"200": content("The schema of the opened body.", "application/schema+json")}}, "", packing(a.schema))
	get(a, huma.Operation{Path: "/api/parties", Summary: "Whom the agreements name: there are no other parties",
		Description: "Their names, as what they stand, and since when. Strangers are shown those of texts that entered into force.", Security: anybody()}, a.parties)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/api/taxonomies", Summary: "Word lists in every language",
		Responses: map[string]*huma.Response{"200": content("All lists.", "application/json")}}, "", packing(taxonomies().serve))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/healthz", Summary: "The process answers",
		Responses: map[string]*huma.Response{"200": content("ok", "text/plain")}}, "", a.healthz)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/readyz", Summary: "An act would be looked at and kept",
		Responses: map[string]*huma.Response{"200": content("ready", "text/plain")}}, "", a.readyz)
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/metrics", Summary: "Metrics in the Prometheus text format", Security: signedIn(),
		Description: "For callers on the same machine and for administrators.",
		Responses:   map[string]*huma.Response{"200": content("Metrics.", "text/plain")}}, "", a.operators(a.metrics.handler()))
	var asJSON, asYAML document
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/openapi.json", Summary: "This description",
		Responses: map[string]*huma.Response{"200": content("OpenAPI 3.1.", "application/json")}}, "",
		packing(func(w http.ResponseWriter, r *http.Request) { asJSON.serve(w, r) }))
	a.raw(huma.Operation{Method: http.MethodGet, Path: "/openapi.yaml", Summary: "This description as YAML",
		Responses: map[string]*huma.Response{"200": content("OpenAPI 3.1.", "application/yaml")}}, "",
		packing(func(w http.ResponseWriter, r *http.Request) { asYAML.serve(w, r) }))
	asJSON, asYAML = a.openapi()
}
