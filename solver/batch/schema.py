"""The tables of a ledger, and what makes one of an earlier version equal to them."""

from __future__ import annotations

TABLES = """
CREATE TABLE athletes (
    row INTEGER PRIMARY KEY, id TEXT, name TEXT, file TEXT, request TEXT, col TEXT, fault TEXT
);
CREATE UNIQUE INDEX athletes_id ON athletes (id);
CREATE UNIQUE INDEX athletes_file ON athletes (lower(file));
CREATE INDEX athletes_request ON athletes (request);
CREATE TABLE requests (
    key TEXT PRIMARY KEY, scenario TEXT NOT NULL, first_row INTEGER, status TEXT, message TEXT,
    summary TEXT, digest TEXT, size INTEGER, seconds REAL, megabytes REAL, worker TEXT
);
CREATE INDEX requests_row ON requests (first_row) WHERE status IS NULL;
CREATE TABLE settings (weeks INTEGER);
CREATE TABLE files (file TEXT PRIMARY KEY, key TEXT NOT NULL);
"""

NAMES = """
CREATE TABLE IF NOT EXISTS names (
    id TEXT PRIMARY KEY, row INTEGER NOT NULL, file TEXT NOT NULL UNIQUE
) WITHOUT ROWID
"""
"""Who has which name, wrong rows too. Ledgers from before have no such table and get one: it is
filled at each reading of the table of athletes."""

ADD_VOLUME = "ALTER TABLE requests ADD COLUMN volume TEXT NOT NULL DEFAULT 'flat'"
"""Ledgers from before have flat blocks only."""


STRANGE = """
SELECT key FROM requests
WHERE status NOT IN ('planned', 'wrong', 'impossible', 'no_plan', 'failed') OR CASE
    WHEN summary IS NULL THEN 0 WHEN NOT json_valid(summary) THEN 1
    ELSE json_type(summary) <> 'object' END LIMIT 1
"""
"""A request of which no run can have said what stands there."""
