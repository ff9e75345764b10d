-- The manifest of casefold: what was seen in which inbox, what became of it, and who made each batch.

-- A file as it was last seen. `steady` once two looks found the same size and time; `sha256` once it was opened.
CREATE TABLE IF NOT EXISTS files (
    inbox TEXT NOT NULL, path TEXT NOT NULL, n_bytes INTEGER NOT NULL, changed INTEGER NOT NULL,
    steady INTEGER NOT NULL DEFAULT 0, sha256 TEXT,
    PRIMARY KEY (inbox, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_content ON files (inbox, sha256);
CREATE INDEX IF NOT EXISTS files_unread ON files (inbox, path) WHERE sha256 IS NULL;

-- Every content that a place ever held: the rows of the dataset's table `intake`.
CREATE TABLE IF NOT EXISTS intake (
    inbox TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, batch TEXT NOT NULL,
    first_seen TEXT NOT NULL, superseded_by TEXT, removed_at TEXT,
    PRIMARY KEY (inbox, path, sha256)) WITHOUT ROWID;

-- `size`: its contents so far, `made`: how many of them its tables cover. `version`: which folder of the batch holds
-- those tables, 0 before the first. reader, rules: the makers' fingerprints.
CREATE TABLE IF NOT EXISTS batches (
    batch TEXT PRIMARY KEY, inbox TEXT NOT NULL, formed TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0, reader TEXT, rules TEXT, finished TEXT,
    size INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS batches_growing ON batches (inbox, batch) WHERE made < size;

-- The contents of a batch, each once, in order; of an inbox, a content belongs to one batch.
CREATE TABLE IF NOT EXISTS members (
    inbox TEXT NOT NULL, sha256 TEXT NOT NULL, batch TEXT NOT NULL, position INTEGER NOT NULL,
    path TEXT NOT NULL, n_bytes INTEGER NOT NULL,
    PRIMARY KEY (inbox, sha256)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_of_batch ON members (batch, position);

-- What could not be read, how often it was tried, and when last.
CREATE TABLE IF NOT EXISTS quarantine (
    batch TEXT NOT NULL, sha256 TEXT NOT NULL, problem TEXT NOT NULL, tries INTEGER NOT NULL, tried TEXT NOT NULL,
    PRIMARY KEY (batch, sha256)) WITHOUT ROWID;

-- One row: the inbox last taken in, how often anything changed, and what of that was published, and when.
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1), inbox TEXT, revision INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0, published_at TEXT);
INSERT OR IGNORE INTO ledger (id) VALUES (1);
