package private

// PrivateFiled files something that nobody outside its author's party can read: encrypted on the author's device, to keys
// that the author names, and filled up so that every one is as long as the others. All that stands in the clear is a
// digest of it, which tells nothing of it before it is opened, and fits nothing else then.
//
//	{"commitment": "91ab33f07de54c01c5a6e2b8d98e3f4491ab33f07de54c01c5a6e2b8d98e3f44",
//	 "sealed": "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n-----END AGE ENCRYPTED FILE-----\n"}
type PrivateFiled struct {
	Commitment string `json:"commitment" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of what is sealed: of its salt, language, files and text, a line each"`
	Sealed     string `json:"sealed" maxlen:"20000" pattern:"^-----BEGIN AGE ENCRYPTED FILE-----" class:"party" doc:"age armour, of one length whatever is in it, to whom its author named"`
}
