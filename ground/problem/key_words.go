package problem

// Key names one thing that can go wrong. It is a number in Go, so that a key
// that is not in the catalogue does not compile, and a word everywhere else.
// The zero Key is InternalFault: a problem that forgot its key says little
// rather than something untrue.
type Key uint16

// The keys, in the order of the catalogue (data/en.json). The texts there say
// what each one means and which parameters it takes. InternalFault, NothingFound
// and SignInNeeded are the words "internal", "not-found" and "unauthenticated",
// whose own names are taken by the constructors. A new key goes at the end: here,
// in keyWords and in the five files; a test names what is missing.
const (
	InternalFault Key = iota
	MalformedAct
	ActTooLarge
	BatchTooLarge
	SignatureWrong
	AlgorithmUnknown
	KeyUnknown
	KeyRevoked
	KeyNotYetActive
	PersonUnknown
	KindUnknown
	RevUnknown
	KindNotForSubject
	BodyWrong
	BodyUnknownField
	BodyMissingField
	TextHidden
	LanguageUnknown
	BodyCodeUnknown
	DisclosureMismatch
	DisclosureDuplicate
	DisclosureInClear
	DisclosureUndeclared
	SlotsWrong
	DisclosureMissing
	AudienceOther
	NotBrought
	NothingBefore
	BroughtTooMany
	NameOfAnother
	ActExpired
	ExpiryMissing
	HeadsMissing
	OwnHeadsMissing
	WaitingTooMany
	KeyPossessedAlready
	NameChosen
	RegisterEnded
	HeadForeign
	SubjectMalformed
	SubjectUnknown
	SubjectExists
	PrevUnknown
	FromTheFuture
	TooOldClock
	NotPermitted
	ReporterCannotVerify
	GathererCannotVerify
	OfficeNotFounded
	OfficeAlreadyFounded
	OfficeBusy
	OfficeStopping
	DiskFull
	FolderReadOnly
	ClockDoubtful
	FolderInUse
	FolderMissing
	RegisterAltered
	RegisterBehindSignedHead
	RegisterKeyMissing
	RegisterKeyWrong
	SignedHeadsUnreadable
	SignedHeadsMoved
	DatabaseDamaged
	FormatsEnded
	FormatsNewer
	StorageFailed
	NothingFound
	FilterWrong
	PageTokenWrong
	TimeMalformed
	BoxMalformed
	SignInNeeded
	TokenExpired
	TokenWrongAudience
	TokenWrongAddress
	TooManyRequests
	EvidenceTooLarge
	EvidenceHashMismatch
	EvidenceNoCustodian
	EvidenceOffsetWrong
	EvidenceMissing
	EvidenceNotHeld
	EvidenceAltered
	EvidenceOther
	EvidenceErased
	UploadUnknown
	ImportRowBadCoordinates
	ImportRowBadDate
	ImportRowMissingColumn
	ImportRowChanged
	ImportRowDuplicate
	ImportColumnTwice
	ImportFileNotCSV
	ImportHeaderMissing
	ImportOtherReference
	BackupDamaged
	RestoreWouldFork
	RequestMalformed
	MediaTypeWrong
	GeometryWrong
	SubmissionChanged
	BundleDamaged
	HistoryForked
	SecondPersonNeeded
	SealedToOthers
	SpeaksForAnother
	SourceNeeded
	SignatureRefused
	NothingToResume
	ConsentRefused
	BulletinPublishedAlready
	BulletinOutOfOrder
	BulletinNotAsMade
	BulletinTooEarly
	ReportUnfinished
	ErasureOfAnother
	BulletinOtherDay
	BulletinLeavesGap
	BulletinLeavesOut
	BulletinOtherRules
	ImportFileNotGeoJSON
	ImportTallyPartsDiffer
	KeyUnproven
	KeyUnvouched
	CustodyBroken
	CustodyOfAnother
	KeyOutside
	KeyNotOwn
	KeyOfAnother
	KeyLessened
	DoubtAhead
	RootMismatch
	RootForeign
	RootInUse
	RootEnded
	ProposalLapsed
	RootWaits
	RootUnsigned
	RootUnheard
	RegistrarForeign
	RootRefused
	EndRefused
	EndWaits
	RootOutdated
	RootNotYours
	NothingToErase
	ClassNotRead
	ReleaseMissing
	PrivateDiffers
	PrivateOpenedAlready
	PrivateKept
	CompartmentKept
	ReleaseOfAnother
	ReleaseOver
	ReleaseSpan
	DeadlinePast
	SuccessorSameName
	BulletinErased
	NothingToEndorse
	AnsweredAlready
	DissentUnfit
	NotYourSide
	SeatNotHeld
	SideIsOneSource
	SameReporter
	QuorumUnknown
	BodyUnsigned
	CopyIsRead
	BackupIsStudied
	FolderIsStudied
	FolderNotForStudy
	BulletinNotReckoned
	WordUnknown
	WordEnded
	CopyAddressNeeded
	SeatUnanswerable
	RoleNotHeld
	RoleOfMission
	RulesNotHere
	RulesInForce
	RulesOutdated
	CustodiansOutdated
	CustodianUnknown
	CustodianNoRole
	PoliciesMissing
	PoliciesUnusable
	PoliciesFixed
	PoliciesForbid
	PoliciesJoined
	PoliciesTangled
	PoliciesUnknown
	DatabaseTampered
	RegisterAlteredUnsigned
	RulesThreshold
	RulesNumberUnknown
	FoundingOther
	RegisterOther
	FoundingMalformed
	KeyNotNamed
	KeyFileMissing
	KeyFileOpen
	KeyFileWrong
	FileNewer
	KeyFileFounding
	ActsMissing
	NotPermittedHere
	ProposalOutdated
	VersionAgreed
	VersionOfAnother
	HeadBeyond
	HeadRootOther
	RulesUnknownHere
	FileMissing
	FileUnreadable
	FileExists
	OfficeUnreachable
	OfficeOther
	OfficeNotNamed
	RegisterNotNamed
	PassphraseWrong
	PassphraseShort
	PassphrasesDiffer
	PassphraseUnasked
	FolderLocked
	OfficeLocked
	FolderKeyWrong
	FolderHeaderDamaged
	FolderHeaderOther
	FolderNotEncrypted
	FolderEncrypted
	RecoveryKeysFew
	NobodyWaitsLocked
	FolderKeyUnnamed
	ActIdMalformed
	CopyMissing
	CopyOtherKey
	RegisterKeyMalformed
	CopyOfOtherRegister
	CopyOfOtherReader
	CopyAltered
	CopyOrMemoryAltered
	TwoHistories
	CopyUnproven
	CopyOlder
	SuccessionUnshown
	BulletinsMisstated
	CopyNotJudged
	OfficeTookAgainstRules
	CopyLacks
	CopyUnreleased
	HeadStale
	HeadAhead
	HeadOfUnknown
	HeadForged
	HeadMalformed
	HeadNotCosigned
	HeadWithoutAge
	PolicyMissing
	HeadKeyMissing
	ProofProvesNothing
	KeyOfStrangers
	WatchedUnnamed
	AnswerMissing
	AnsweredByOthers
	AnswerUnasked
	NothingWaits
	NothingSigned
	StoppedEarly
	CommandUnclear
	ListUnknown
	SealingKeyMissing
	SourceNotShown
	SourceOfAnother
	PartyUnspoken
	ActOfSubjectMissing
	ErasureUnclear
	ReleaseUnclear
	CustodiansUnset
	CustodiansUnaccepted
	CustodiansChanged
	CustodiansNewer
	CustodiansDoubtful
	AuthorityOther
	AuthorityUnknown
	RegisterNotOfCopy
	OfficeLostHidden
	CustodiansLapsed
	HeadBehindCosigned
	NothingSaid
	NothingSaidUncosigned
	NothingSaidUnfolded
	SaidOfAnothersCopy
	CapacityOther
	KindNotInRules
	FolderWithoutOffice
	ScenarioUnknown
	OptionsTogether
	OptionsApart
	OptionMissing
	ValueUnfit
	ThisMachineAlone
	AddressTaken
	DemoFolderFull
	DemoMissing
	VersionUnknown
	VersionOtherText
	PublicKeyMissing
	PossessionMissing
	CosignerThere
	CosignerMissing
	CosignerRuns
	RegisterFollowedOtherwise
	HeadFileEmpty
	RestoreUndecided
	EvidenceSealedToOthers
	PrivateUnaddressed
	PrivateTooLong
	PoliciesFolderEmpty
	HeadsUnrelated
	HeadOfNoRegister
	RegisterNamesDiffer
	PrivateKeyMissing
	FolderIsFile
	keyCount
)

var keyWords = [keyCount]string{
	InternalFault:             "internal",
	MalformedAct:              "malformed-act",
	ActTooLarge:               "act-too-large",
	BatchTooLarge:             "batch-too-large",
	SignatureWrong:            "signature-wrong",
	AlgorithmUnknown:          "algorithm-unknown",
	KeyUnknown:                "key-unknown",
	KeyRevoked:                "key-revoked",
	KeyNotYetActive:           "key-not-yet-active",
	PersonUnknown:             "person-unknown",
	KindUnknown:               "kind-unknown",
	RevUnknown:                "rev-unknown",
	KindNotForSubject:         "kind-not-for-subject",
	BodyWrong:                 "body-wrong",
	BodyUnknownField:          "body-unknown-field",
	BodyMissingField:          "body-missing-field",
	TextHidden:                "text-hidden",
	LanguageUnknown:           "language-unknown",
	BodyCodeUnknown:           "body-code-unknown",
	DisclosureMismatch:        "disclosure-mismatch",
	DisclosureDuplicate:       "disclosure-duplicate",
	DisclosureInClear:         "disclosure-in-clear",
	DisclosureUndeclared:      "disclosure-undeclared",
	SlotsWrong:                "slots-wrong",
	DisclosureMissing:         "disclosure-missing",
	AudienceOther:             "audience-other",
	NotBrought:                "not-brought",
	NothingBefore:             "nothing-before",
	BroughtTooMany:            "brought-too-many",
	NameOfAnother:             "name-of-another",
	ActExpired:                "act-expired",
	ExpiryMissing:             "expiry-missing",
	HeadsMissing:              "heads-missing",
	OwnHeadsMissing:           "own-heads-missing",
	WaitingTooMany:            "waiting-too-many",
	KeyPossessedAlready:       "key-possessed-already",
	NameChosen:                "name-chosen",
	RegisterEnded:             "register-ended",
	HeadForeign:               "head-foreign",
	SubjectMalformed:          "subject-malformed",
	SubjectUnknown:            "subject-unknown",
	SubjectExists:             "subject-exists",
	PrevUnknown:               "prev-unknown",
	FromTheFuture:             "from-the-future",
	TooOldClock:               "too-old-clock",
	NotPermitted:              "not-permitted",
	ReporterCannotVerify:      "reporter-cannot-verify",
	GathererCannotVerify:      "gatherer-cannot-verify",
	OfficeNotFounded:          "office-not-founded",
	OfficeAlreadyFounded:      "office-already-founded",
	OfficeBusy:                "office-busy",
	OfficeStopping:            "office-stopping",
	DiskFull:                  "disk-full",
	FolderReadOnly:            "folder-read-only",
	ClockDoubtful:             "clock-doubtful",
	FolderInUse:               "folder-in-use",
	FolderMissing:             "folder-missing",
	RegisterAltered:           "register-altered",
	RegisterBehindSignedHead:  "register-behind-signed-head",
	RegisterKeyMissing:        "register-key-missing",
	RegisterKeyWrong:          "register-key-wrong",
	SignedHeadsUnreadable:     "signed-heads-unreadable",
	SignedHeadsMoved:          "signed-heads-moved",
	DatabaseDamaged:           "database-damaged",
	FormatsEnded:              "formats-ended",
	FormatsNewer:              "formats-newer",
	StorageFailed:             "storage-failed",
	NothingFound:              "not-found",
	FilterWrong:               "filter-wrong",
	PageTokenWrong:            "page-token-wrong",
	TimeMalformed:             "time-malformed",
	BoxMalformed:              "box-malformed",
	SignInNeeded:              "unauthenticated",
	TokenExpired:              "token-expired",
	TokenWrongAudience:        "token-wrong-audience",
	TokenWrongAddress:         "token-wrong-address",
	TooManyRequests:           "too-many-requests",
	EvidenceTooLarge:          "evidence-too-large",
	EvidenceHashMismatch:      "evidence-hash-mismatch",
	EvidenceNoCustodian:       "evidence-no-custodian",
	EvidenceOffsetWrong:       "evidence-offset-wrong",
	EvidenceMissing:           "evidence-missing",
	EvidenceNotHeld:           "evidence-not-held",
	EvidenceAltered:           "evidence-altered",
	EvidenceOther:             "evidence-other",
	EvidenceErased:            "evidence-erased",
	UploadUnknown:             "upload-unknown",
	ImportRowBadCoordinates:   "import-row-bad-coordinates",
	ImportRowBadDate:          "import-row-bad-date",
	ImportRowMissingColumn:    "import-row-missing-column",
	ImportRowChanged:          "import-row-changed",
	ImportRowDuplicate:        "import-row-duplicate",
	ImportColumnTwice:         "import-column-twice",
	ImportFileNotCSV:          "import-file-not-csv",
	ImportHeaderMissing:       "import-header-missing",
	ImportOtherReference:      "import-other-reference",
	BackupDamaged:             "backup-damaged",
	RestoreWouldFork:          "restore-would-fork",
	RequestMalformed:          "request-malformed",
	MediaTypeWrong:            "media-type-wrong",
	GeometryWrong:             "geometry-wrong",
	SubmissionChanged:         "submission-changed",
	BundleDamaged:             "bundle-damaged",
	HistoryForked:             "history-forked",
	SecondPersonNeeded:        "second-person-needed",
	SealedToOthers:            "sealed-to-others",
	SpeaksForAnother:          "speaks-for-another",
	SourceNeeded:              "source-needed",
	SignatureRefused:          "signature-refused",
	NothingToResume:           "nothing-to-resume",
	ConsentRefused:            "consent-refused",
	BulletinPublishedAlready:  "bulletin-published-already",
	BulletinOutOfOrder:        "bulletin-out-of-order",
	BulletinNotAsMade:         "bulletin-not-as-made",
	BulletinTooEarly:          "bulletin-too-early",
	ReportUnfinished:          "report-unfinished",
	ErasureOfAnother:          "erasure-of-another",
	BulletinOtherDay:          "bulletin-other-day",
	BulletinLeavesGap:         "bulletin-leaves-gap",
	BulletinLeavesOut:         "bulletin-leaves-out",
	BulletinOtherRules:        "bulletin-other-rules",
	ImportFileNotGeoJSON:      "import-file-not-geojson",
	ImportTallyPartsDiffer:    "import-tally-parts-differ",
	KeyUnproven:               "key-unproven",
	KeyUnvouched:              "key-unvouched",
	CustodyBroken:             "custody-broken",
	CustodyOfAnother:          "custody-of-another",
	KeyOutside:                "key-outside",
	KeyNotOwn:                 "key-not-own",
	KeyOfAnother:              "key-of-another",
	KeyLessened:               "key-lessened",
	DoubtAhead:                "doubt-ahead",
	RootForeign:               "root-foreign",
	RootInUse:                 "root-in-use",
	RootEnded:                 "root-ended",
	ProposalLapsed:            "proposal-lapsed",
	RootWaits:                 "root-waits",
	RootUnsigned:              "root-unsigned",
	RootUnheard:               "root-unheard",
	RegistrarForeign:          "registrar-foreign",
	RootRefused:               "root-refused",
	EndRefused:                "end-refused",
	EndWaits:                  "end-waits",
	RootOutdated:              "root-outdated",
	RootNotYours:              "root-not-yours",
	RootMismatch:              "root-mismatch",
	NothingToErase:            "nothing-to-erase",
	ClassNotRead:              "class-not-read",
	ReleaseMissing:            "release-missing",
	PrivateDiffers:            "private-differs",
	PrivateOpenedAlready:      "private-opened-already",
	PrivateKept:               "private-kept",
	CompartmentKept:           "compartment-kept",
	ReleaseOfAnother:          "release-of-another",
	ReleaseOver:               "release-over",
	ReleaseSpan:               "release-span",
	DeadlinePast:              "deadline-past",
	SuccessorSameName:         "successor-same-name",
	BulletinErased:            "bulletin-erased",
	NothingToEndorse:          "nothing-to-endorse",
	AnsweredAlready:           "answered-already",
	DissentUnfit:              "dissent-unfit",
	NotYourSide:               "not-your-side",
	SeatNotHeld:               "seat-not-held",
	SideIsOneSource:           "side-is-one-source",
	SameReporter:              "same-reporter",
	QuorumUnknown:             "quorum-unknown",
	BodyUnsigned:              "body-unsigned",
	CopyIsRead:                "copy-is-read",
	BackupIsStudied:           "backup-is-studied",
	FolderIsStudied:           "folder-is-studied",
	FolderNotForStudy:         "folder-not-for-study",
	BulletinNotReckoned:       "bulletin-not-reckoned",
	WordUnknown:               "word-unknown",
	WordEnded:                 "word-ended",
	CopyAddressNeeded:         "copy-address-needed",
	SeatUnanswerable:          "seat-unanswerable",
	RoleNotHeld:               "role-not-held",
	RoleOfMission:             "role-of-mission",
	RulesNotHere:              "rules-not-here",
	RulesInForce:              "rules-in-force",
	RulesOutdated:             "rules-outdated",
	CustodiansOutdated:        "custodians-outdated",
	CustodianUnknown:          "custodian-unknown",
	CustodianNoRole:           "custodian-no-role",
	PoliciesMissing:           "policies-missing",
	PoliciesUnusable:          "policies-unusable",
	PoliciesFixed:             "policies-fixed",
	PoliciesForbid:            "policies-forbid",
	PoliciesJoined:            "policies-joined",
	PoliciesTangled:           "policies-tangled",
	PoliciesUnknown:           "policies-unknown",
	DatabaseTampered:          "database-tampered",
	RegisterAlteredUnsigned:   "register-altered-unsigned",
	RulesThreshold:            "rules-threshold",
	RulesNumberUnknown:        "rules-number-unknown",
	FoundingOther:             "founding-other",
	RegisterOther:             "register-other",
	FoundingMalformed:         "founding-malformed",
	KeyNotNamed:               "key-not-named",
	KeyFileMissing:            "key-file-missing",
	KeyFileOpen:               "key-file-open",
	KeyFileWrong:              "key-file-wrong",
	FileNewer:                 "file-newer",
	KeyFileFounding:           "key-file-founding",
	ActsMissing:               "acts-missing",
	NotPermittedHere:          "not-permitted-here",
	ProposalOutdated:          "proposal-outdated",
	VersionAgreed:             "version-agreed",
	VersionOfAnother:          "version-of-another",
	HeadBeyond:                "head-beyond",
	HeadRootOther:             "head-root-other",
	RulesUnknownHere:          "rules-unknown-here",
	FileMissing:               "file-missing",
	FileUnreadable:            "file-unreadable",
	FileExists:                "file-exists",
	OfficeUnreachable:         "office-unreachable",
	OfficeOther:               "office-other",
	OfficeNotNamed:            "office-not-named",
	RegisterNotNamed:          "register-not-named",
	PassphraseWrong:           "passphrase-wrong",
	PassphraseShort:           "passphrase-short",
	PassphrasesDiffer:         "passphrases-differ",
	PassphraseUnasked:         "passphrase-unasked",
	FolderLocked:              "folder-locked",
	OfficeLocked:              "office-locked",
	FolderKeyWrong:            "folder-key-wrong",
	FolderHeaderDamaged:       "folder-header-damaged",
	FolderHeaderOther:         "folder-header-other",
	FolderNotEncrypted:        "folder-not-encrypted",
	FolderEncrypted:           "folder-encrypted",
	RecoveryKeysFew:           "recovery-keys-few",
	NobodyWaitsLocked:         "nobody-waits-locked",
	FolderKeyUnnamed:          "folder-key-unnamed",
	ActIdMalformed:            "act-id-malformed",
	CopyMissing:               "copy-missing",
	CopyOtherKey:              "copy-other-key",
	RegisterKeyMalformed:      "register-key-malformed",
	CopyOfOtherRegister:       "copy-of-other-register",
	CopyOfOtherReader:         "copy-of-other-reader",
	CopyAltered:               "copy-altered",
	CopyOrMemoryAltered:       "copy-or-memory-altered",
	TwoHistories:              "two-histories",
	CopyUnproven:              "copy-unproven",
	CopyOlder:                 "copy-older",
	SuccessionUnshown:         "succession-unshown",
	BulletinsMisstated:        "bulletins-misstated",
	CopyNotJudged:             "copy-not-judged",
	OfficeTookAgainstRules:    "office-took-against-rules",
	CopyLacks:                 "copy-lacks",
	CopyUnreleased:            "copy-unreleased",
	HeadStale:                 "head-stale",
	HeadAhead:                 "head-ahead",
	HeadOfUnknown:             "head-of-unknown",
	HeadForged:                "head-forged",
	HeadMalformed:             "head-malformed",
	HeadNotCosigned:           "head-not-cosigned",
	HeadWithoutAge:            "head-without-age",
	PolicyMissing:             "policy-missing",
	HeadKeyMissing:            "head-key-missing",
	ProofProvesNothing:        "proof-proves-nothing",
	KeyOfStrangers:            "key-of-strangers",
	WatchedUnnamed:            "watched-unnamed",
	AnswerMissing:             "answer-missing",
	AnsweredByOthers:          "answered-by-others",
	AnswerUnasked:             "answer-unasked",
	NothingWaits:              "nothing-waits",
	NothingSigned:             "nothing-signed",
	StoppedEarly:              "stopped-early",
	CommandUnclear:            "command-unclear",
	ListUnknown:               "list-unknown",
	SealingKeyMissing:         "sealing-key-missing",
	SourceNotShown:            "source-not-shown",
	SourceOfAnother:           "source-of-another",
	PartyUnspoken:             "party-unspoken",
	ActOfSubjectMissing:       "act-of-subject-missing",
	ErasureUnclear:            "erasure-unclear",
	ReleaseUnclear:            "release-unclear",
	CustodiansUnset:           "custodians-unset",
	CustodiansUnaccepted:      "custodians-unaccepted",
	CustodiansChanged:         "custodians-changed",
	CustodiansNewer:           "custodians-newer",
	CustodiansDoubtful:        "custodians-doubtful",
	AuthorityOther:            "authority-other",
	AuthorityUnknown:          "authority-unknown",
	RegisterNotOfCopy:         "register-not-of-copy",
	OfficeLostHidden:          "office-lost-hidden",
	CustodiansLapsed:          "custodians-lapsed",
	HeadBehindCosigned:        "head-behind-cosigned",
	NothingSaid:               "nothing-said",
	NothingSaidUncosigned:     "nothing-said-uncosigned",
	NothingSaidUnfolded:       "nothing-said-unfolded",
	SaidOfAnothersCopy:        "said-of-anothers-copy",
	CapacityOther:             "capacity-other",
	KindNotInRules:            "kind-not-in-rules",
	FolderWithoutOffice:       "folder-without-office",
	ScenarioUnknown:           "scenario-unknown",
	OptionsTogether:           "options-together",
	OptionsApart:              "options-apart",
	OptionMissing:             "option-missing",
	ValueUnfit:                "value-unfit",
	ThisMachineAlone:          "this-machine-alone",
	AddressTaken:              "address-taken",
	DemoFolderFull:            "demo-folder-full",
	DemoMissing:               "demo-missing",
	VersionUnknown:            "version-unknown",
	VersionOtherText:          "version-other-text",
	PublicKeyMissing:          "public-key-missing",
	PossessionMissing:         "possession-missing",
	CosignerThere:             "cosigner-there",
	CosignerMissing:           "cosigner-missing",
	CosignerRuns:              "cosigner-runs",
	RegisterFollowedOtherwise: "register-followed-otherwise",
	HeadFileEmpty:             "head-file-empty",
	RestoreUndecided:          "restore-undecided",
	EvidenceSealedToOthers:    "evidence-sealed-to-others",
	PrivateUnaddressed:        "private-unaddressed",
	PrivateTooLong:            "private-too-long",
	PoliciesFolderEmpty:       "policies-folder-empty",
	HeadsUnrelated:            "heads-unrelated",
	HeadOfNoRegister:          "head-of-no-register",
	RegisterNamesDiffer:       "register-names-differ",
	PrivateKeyMissing:         "private-key-missing",
	FolderIsFile:              "folder-is-file",
}
