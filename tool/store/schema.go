package store

// recordVersion is kept in PRAGMA user_version: of the tables that cannot be computed again.
// 1 and 2 were those of one register, before the record held several; 3 had cosignatures without their heads,
// 4 nothing of what was erased.
const recordVersion = 5

// firstReleased is the first version that a folder out there may have.
const firstReleased = 5

// recordSchema is the record. An act is kept once, in the row of its first entry here: the
// entry of another register that holds it too names that row. An act that only this office's
// register holds, as nearly all do, costs the one row and its place in one index.
//
// Acts are found by their subject, which their ids contain, and by id in an index behind
// the commit (acts.go).
const recordSchema = `
CREATE TABLE entry (
	seq      INTEGER PRIMARY KEY, -- register << 40 | index in it
	received INTEGER NOT NULL,    -- by that register's office, microseconds
	act      BLOB NOT NULL,       -- act.ID
	subject  TEXT NOT NULL,
	person   TEXT NOT NULL,       -- whose key it was at receipt
	party    TEXT NOT NULL,
	leaf     BLOB NOT NULL,       -- RFC 6962 leaf hash
	jws      TEXT,                -- the act as its author signed it; NULL: in the row that first names
	hidden   TEXT,                -- its disclosures, each ended by a tilde; they can be dropped
	known    INTEGER,             -- when it came here, microseconds; NULL: received, by this office
	first    INTEGER,             -- seq of the entry that keeps the act; NULL: this one
	idle     TEXT                 -- why it has no effect here; NULL: it has
) STRICT;
CREATE INDEX entry_subject ON entry (subject);
CREATE TABLE register (
	number INTEGER PRIMARY KEY, -- 0: this office's own
	origin TEXT NOT NULL,
	size   INTEGER NOT NULL,
	edge   BLOB NOT NULL
) STRICT;
CREATE TABLE cosigned (
	size INTEGER PRIMARY KEY, -- of the own register's head
	note TEXT NOT NULL        -- the head with its cosignatures, of each cosigner the latest
) STRICT;
CREATE TABLE erased (act BLOB PRIMARY KEY) STRICT, WITHOUT ROWID; -- that erased something, which was done here to the end
`

// modelVersion is written beside a read model that is complete. Whoever changes the tables
// below raises it: a model of another version is dropped and folded again.
const modelVersion = 11

// modelSchema is the read model: one row a subject, a period in the world and a version
// of what was known.
const modelSchema = `
CREATE TABLE IF NOT EXISTS view (
	id          INTEGER PRIMARY KEY,
	noun        TEXT NOT NULL,
	subject     TEXT NOT NULL,
	known_from  INTEGER NOT NULL,
	known_until INTEGER NOT NULL,
	from_us     INTEGER NOT NULL, -- in force in the world
	until_us    INTEGER NOT NULL,
	kind        TEXT NOT NULL,
	status      TEXT NOT NULL,
	party       TEXT NOT NULL,
	zone        TEXT NOT NULL,
	compartment TEXT NOT NULL,
	counts      INTEGER NOT NULL,
	doubt       TEXT NOT NULL,    -- how far it rests on acts of keys in doubt; empty: not at all
	min_lon     REAL,             -- box of where it may have been, degrees; NULL: place unknown
	min_lat     REAL,
	max_lon     REAL,
	max_lat     REAL,
	cell        INTEGER NOT NULL, -- smallest quadrant that holds the box (cell.go)
	lon         REAL,             -- as recorded, degrees; NULL: place unknown
	lat         REAL,
	radius      REAL,             -- metres; NULL: unknown, the point stands for an area
	sector      BLOB,             -- seen from the point: bearing, half width, nearest, farthest (where.go)
	label       TEXT NOT NULL,
	narrative   TEXT NOT NULL,
	conflicts   TEXT NOT NULL,    -- JSON
	state       TEXT NOT NULL     -- JSON of the noun's state type
) STRICT;
CREATE TABLE IF NOT EXISTS tally (
	noun TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL,
	party TEXT NOT NULL, zone TEXT NOT NULL, compartment TEXT NOT NULL, counts INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (noun, kind, day, status, party, zone, compartment, counts)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refers (
	target  TEXT NOT NULL, -- a state that was looked at
	subject TEXT NOT NULL, -- by the fold of this subject
	PRIMARY KEY (target, subject)
) STRICT, WITHOUT ROWID;
-- What follows for rows from something else that is known, as known from one moment until
-- another while the row was; filled by a follower for each derivation (derived.go).
CREATE TABLE IF NOT EXISTS derived (
	row         INTEGER NOT NULL, -- view.id
	derivation  TEXT NOT NULL,    -- such as law: how rows lie to what has a code
	code        TEXT NOT NULL,
	known_from  INTEGER NOT NULL,
	known_until INTEGER NOT NULL,
	kind        TEXT NOT NULL, -- of what has the code, such as zone or belt; empty for the code of what may be anywhere
	relation    TEXT NOT NULL, -- inside, border, may-be; outside where only the recorded point is in the ground
	point       TEXT NOT NULL, -- inside or border: where in the zone's ground the recorded point is
	acts        BLOB NOT NULL, -- act.IDs, one after another, that decided
	PRIMARY KEY (row, derivation, code, known_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS within (
	code TEXT NOT NULL, zonal TEXT NOT NULL, lies TEXT NOT NULL, point TEXT NOT NULL,
	noun TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL,
	party TEXT NOT NULL, zone TEXT NOT NULL, compartment TEXT NOT NULL, counts INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (noun, code, day, zonal, lies, point, kind, status, party, zone, compartment, counts)
) STRICT, WITHOUT ROWID;
-- The same with kind, party and zone left empty: fewer cells, for counts that do not ask
-- for these.
CREATE TABLE IF NOT EXISTS within_day (
	code TEXT NOT NULL, zonal TEXT NOT NULL, lies TEXT NOT NULL, point TEXT NOT NULL,
	noun TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL,
	party TEXT NOT NULL, zone TEXT NOT NULL, compartment TEXT NOT NULL, counts INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (noun, code, day, zonal, lies, point, kind, status, party, zone, compartment, counts)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS derived_up_to (
	derivation TEXT PRIMARY KEY,
	done       INTEGER NOT NULL, -- rows up to this id are done
	basis      INTEGER NOT NULL  -- by its basis as known at this moment, microseconds
) STRICT, WITHOUT ROWID;
-- One row once everything is folded: modelVersion, and by which meaning it was folded.
CREATE TABLE IF NOT EXISTS model (folded INTEGER NOT NULL, meaning TEXT NOT NULL) STRICT;
`

// modelIndexes are made with the tables, or after a rebuild has filled them: sorting once
// is several times cheaper than inserting a million times. The lists' indexes hold
// current rows only. The general one carries the columns that filters look at, so that
// skipping a row does not touch the table; the one by kind is for rare kinds.
const modelIndexes = `
CREATE INDEX IF NOT EXISTS view_subject ON view (subject, known_until);
CREATE INDEX IF NOT EXISTS view_list ON view (noun, from_us, id, kind, status, party, zone, compartment, counts, min_lon, min_lat, max_lon, max_lat)
	WHERE known_until = 9223372036854775807;
CREATE INDEX IF NOT EXISTS view_kind ON view (noun, kind, from_us, id)
	WHERE known_until = 9223372036854775807;
CREATE INDEX IF NOT EXISTS view_closed ON view (noun, from_us, known_until)
	WHERE known_until <> 9223372036854775807;
CREATE INDEX IF NOT EXISTS view_cell ON view (cell, from_us, id, min_lon, min_lat, max_lon, max_lat)
	WHERE known_until = 9223372036854775807 AND cell <> 0;
CREATE INDEX IF NOT EXISTS view_nowhere ON view (id) WHERE known_until = 9223372036854775807 AND radius IS NULL;
CREATE INDEX IF NOT EXISTS view_ended ON view (known_until, id) WHERE known_until <> 9223372036854775807;
CREATE INDEX IF NOT EXISTS view_doubt ON view (noun, from_us, id, doubt) WHERE doubt <> '';
CREATE INDEX IF NOT EXISTS derived_code ON derived (derivation, code, row, relation, point, kind) WHERE known_until = 9223372036854775807;
`

// rebuildIndexes are those that folding everything again needs, and those that hold few
// rows: each that is made afterwards reads the whole table once more.
const rebuildIndexes = `
CREATE INDEX view_subject ON view (subject, known_until);
CREATE INDEX view_closed ON view (noun, from_us, known_until)
	WHERE known_until <> 9223372036854775807;
CREATE INDEX view_nowhere ON view (id) WHERE known_until = 9223372036854775807 AND radius IS NULL;
CREATE INDEX view_ended ON view (known_until, id) WHERE known_until <> 9223372036854775807;
`

const dropModel = `
DROP TABLE IF EXISTS view;
DROP TABLE IF EXISTS tally;
DROP TABLE IF EXISTS refers;
DROP TABLE IF EXISTS model;
DROP TABLE IF EXISTS derived;
DROP TABLE IF EXISTS within;
DROP TABLE IF EXISTS within_day;
DROP TABLE IF EXISTS derived_up_to;
`

const dropAside = `
DROP TABLE IF EXISTS was_view;
DROP TABLE IF EXISTS was_tally;
`

// setAside keeps rows and counts under other names. Indexes would stay with the table that is renamed.
const setAside = dropAside + `
DROP INDEX IF EXISTS view_subject;
DROP INDEX IF EXISTS view_list;
DROP INDEX IF EXISTS view_kind;
DROP INDEX IF EXISTS view_closed;
DROP INDEX IF EXISTS view_cell;
DROP INDEX IF EXISTS view_nowhere;
DROP INDEX IF EXISTS view_ended;
DROP INDEX IF EXISTS view_doubt;
ALTER TABLE view RENAME TO was_view;
ALTER TABLE tally RENAME TO was_tally;
`
