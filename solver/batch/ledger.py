"""The ledger of a run: what is asked for, what is done, and who may write.

An SQLite file in the folder of results. Its connection keeps the file locked from the first write
to the end, and the system gives the lock back when a process ends, however that happens: a second
run is refused, and the lock of a killed one is not there any more. A result stands on disk before
the ledger says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from solver.batch import schema
from solver.batch.athletes import Athlete
from solver.batch.naming import file_names
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.blocks.block import Volume

NAME = "ledger.sqlite"
APPLICATION = 0x65767365
"""Marks the file as a ledger of evenset."""

VERSION = 1
CHUNK = 500
"""How many rows are fetched at a time."""


@dataclass(frozen=True)
class Request:
    """What is to be planned: the key says which scenario, catalogue, rules and versions."""

    key: str
    scenario: str
    volume: Volume


@dataclass(frozen=True)
class Entry:
    """A row of the table of results: the athlete, and what became of the request."""

    athlete: Athlete
    key: str
    file: str
    status: str
    message: str
    summary: Mapping[str, Any]


@dataclass(frozen=True)
class Remarks:
    """What stands out in the plans of a table.

    Attributes:
        cut_off: plans whose search the time limit ended.
        broken: plans that break a guardrail.
        file: of the first athlete with a plan; empty where there is none.
        old: the first files that hold no plan of this table.

    """

    cut_off: int = 0
    broken: int = 0
    file: str = ""
    old: tuple[str, ...] = ()


class Ledger:
    """An open ledger; only one process at a time has it open.

    Args:
        folder: of the results.
        weeks: that the run plans for each athlete, None for single weeks.

    Raises:
        InputError: another run has it, it is no ledger, it is of another number of weeks, or it
            cannot be written.

    """

    def __init__(self, folder: Path, weeks: int | None = None) -> None:
        self.path = folder / NAME
        self.weeks = weeks
        with self._told():
            # Waiting for the lock would look like a run that hangs.
            self._base = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            with self._told():
                self._open()
        except BaseException:
            self._base.close()
            raise

    def _open(self) -> None:
        run = self._base.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN IMMEDIATE")  # takes the lock, and keeps it
        application = run("PRAGMA application_id").fetchone()[0]
        version = run("PRAGMA user_version").fetchone()[0]
        filled = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not filled:
            for statement in filter(str.strip, schema.TABLES.split(";")):
                run(statement)
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {VERSION}")
            run("INSERT INTO settings VALUES (?)", (self.weeks,))
        elif (application, version) != (APPLICATION, VERSION):
            raise InputError(
                f"{self.path}: is no ledger that this version of evenset reads; name another "
                "folder with --out"
            )
        run(schema.NAMES)
        if not run("SELECT 1 FROM pragma_table_info('requests') WHERE name = 'volume'").fetchone():
            run(schema.ADD_VOLUME)
        settings = run("SELECT weeks FROM settings").fetchall()
        if len(settings) != 1:
            raise self._damaged("it does not say of how many weeks it is")
        if found := run(schema.STRANGE).fetchone():
            raise self._damaged(f"request {found[0]} says what no run wrote")
        ((weeks,),) = settings
        run("COMMIT")
        if weeks != self.weeks:
            holds = "single weeks" if weeks is None else f"blocks of {weeks} weeks"
            raise InputError(
                f"--weeks: {self.path.parent} holds {holds}; name another folder with --out, so "
                "that they stay"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the ledger back; nothing that was written is lost."""
        self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in plain words what SQLite complains about."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise InputError(
                    f"{self.path}: another run is at work in this folder; wait until it ends, or "
                    "name another folder with --out"
                ) from error
            # SQLITE_ERROR: a table or column that a ledger has is not there.
            if name == "SQLITE_ERROR" or name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
                raise self._damaged(error) from error
            raise InputError(
                f"{self.path}: cannot be written ({error}); make room on the disk and see that "
                "the folder is yours, then give the same command again: it goes on where it stood; "
                "or name another folder with --out"
            ) from error

    def _damaged(self, why: object) -> InputError:
        return InputError(
            f"{self.path}: is no ledger, or is damaged ({why}); name another folder with --out, or "
            "take the plans out of this one, delete the rest and plan anew"
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all of what follows, or nothing of it."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._base.in_transaction:  # a full disk has rolled back already
                with suppress(sqlite3.Error):  # what was first in the way is told
                    self._base.execute("ROLLBACK")
            raise

    def _run(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> None:
        with self._told():
            self._base.execute(query, values)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows: a page further on may be damaged, which is said as any other fault."""
        with self._told():
            return self._base.execute(query, values).fetchall()

    # ---- what is asked for ------------------------------------------------------------------

    def forget_athletes(self) -> None:
        """Begin a new reading of the table; what was planned stays."""
        self._run("DELETE FROM athletes")
        self._run("DELETE FROM names")
        self._run("UPDATE requests SET first_row = NULL WHERE first_row IS NOT NULL")

    def add(self, athlete: Athlete, key: str) -> None:
        """Take note of a row; one whose id stood before becomes a fault.

        A faulty row keeps its id and the name of its file, so that nothing changes hands when it
        is mended.
        """
        run = self._run
        fault, column = athlete.fault, athlete.column
        name = self._free_name(athlete.id)
        if clash := self._clash(athlete, name):
            column, fault = athlete.named, "\n".join(filter(None, (clash, fault)))
        elif athlete.id:
            run("INSERT INTO names VALUES (?, ?, ?)", (athlete.id, athlete.row, str(name).lower()))
        if fault:
            # The id stays readable in the summary, but takes no place among those that count.
            run(
                "INSERT INTO athletes (row, name, col, fault) VALUES (?, ?, ?, ?)",
                (athlete.row, json.dumps([athlete.id, athlete.name]), column, fault),
            )
            return
        run(
            "INSERT INTO athletes (row, id, name, file, request) VALUES (?, ?, ?, ?, ?)",
            (athlete.row, athlete.id, athlete.name, name, key),
        )
        run(
            "INSERT INTO requests (key, scenario, first_row, volume) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET first_row = coalesce(first_row, excluded.first_row)",
            (key, athlete.request, athlete.row, athlete.volume),
        )

    def _clash(self, athlete: Athlete, name: str | None) -> str:
        """Say why a row cannot be called what it is; empty where it can."""
        if not athlete.id:
            return ""
        named = athlete.named
        twin = self._rows("SELECT row FROM names WHERE id = ?", (athlete.id,))
        if twin:
            return (
                f"{named}: {athlete.id!r} stands in row {twin[0][0]} too; give each athlete "
                f"{'an' if named == 'id' else 'a'} {named} of its own"
            )
        if name is None:
            return f"{named}: {athlete.id!r} has the file name of another row; rename it"
        return ""

    def _free_name(self, identity: str) -> str | None:
        for name in file_names(identity):
            if not self._rows("SELECT 1 FROM names WHERE file = ?", (name.lower(),)):
                return name
        return None

    # ---- what is done -----------------------------------------------------------------------

    def outdated(self) -> Iterator[str]:
        """Yield the files that hold what their athlete asked for before, or what no plan became of.

        The latter are of a run that was killed between a file and what the ledger says of it.
        """
        yield from self._each(
            "SELECT files.file, files.file FROM files "
            "LEFT JOIN athletes ON athletes.file = files.file "
            "LEFT JOIN requests ON requests.key = files.key "
            "WHERE (athletes.request <> files.key OR requests.status IS NOT 'planned') "
            "AND files.file > ? ORDER BY files.file",
            "",
        )

    def others(self) -> int:
        """Return the number of files whose athlete is no longer in the table."""
        return int(
            self._rows(
                "SELECT count(*) FROM files WHERE file NOT IN "
                "(SELECT file FROM athletes WHERE file IS NOT NULL)"
            )[0][0]
        )

    def drop_file(self, file: str) -> None:
        """Take note that a file is gone."""
        with self.writing():
            self._run("DELETE FROM files WHERE file = ?", (file,))

    def planned(self) -> Iterator[tuple[str, int, str]]:
        """Yield key, size and digest of each request that has a plan."""
        yield from self._each(
            "SELECT key, key, size, digest FROM requests WHERE status = 'planned' "
            "AND first_row IS NOT NULL AND key > ? ORDER BY key",
            "",
        )

    def files_of(self, key: str) -> list[str]:
        """Return the files that a result goes to, in the order of their rows."""
        rows = self._rows("SELECT file FROM athletes WHERE request = ? ORDER BY row", [key])
        return [file for (file,) in rows]

    def written(self, key: str) -> set[str]:
        """Return the files that hold this result."""
        rows = self._rows("SELECT file FROM files WHERE key = ?", [key])
        return {file for (file,) in rows}

    def note_files(self, key: str, files: list[str]) -> None:
        """Take note that these files hold this result, or are about to."""
        for file in files:
            self._run("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, key))

    def note(self, key: str, outcome: Mapping[str, Any]) -> None:
        """Take note of what became of a request; ``outcome`` has the columns by name."""
        self._run(
            "UPDATE requests SET status = :status, message = :message, summary = :summary, "
            "digest = :digest, size = :size, seconds = :seconds, megabytes = :megabytes, "
            "worker = :worker WHERE key = :key",
            {**outcome, "key": key},
        )

    def reopen(self, key: str) -> None:
        """Let a request be planned again."""
        with self.writing():
            self._run("UPDATE requests SET status = NULL WHERE key = ?", (key,))

    def reopen_unfinished(self) -> None:
        """Let be planned again what failed without a fault of the request, or was short of time.

        A machine that is less busy finds within the same limit what this one did not.
        """
        with self.writing():
            self._run("UPDATE requests SET status = NULL WHERE status IN ('failed', 'no_plan')")

    # ---- what is left, and what came out ----------------------------------------------------

    def open_requests(self) -> Iterator[Request]:
        """Yield what is to be planned, in the order of the rows."""
        for key, scenario, volume in self._each(
            "SELECT first_row, key, scenario, volume FROM requests WHERE status IS NULL "
            "AND first_row > ? ORDER BY first_row",
            0,
        ):
            yield Request(key, scenario, volume)

    def count(self) -> dict[str, int]:
        """Return how many athletes there are by status; ``open`` are to be planned."""
        return dict(
            self._rows(
                "SELECT CASE WHEN fault IS NOT NULL THEN 'wrong' ELSE coalesce(status, 'open') END "
                "AS became, count(*) FROM athletes LEFT JOIN requests ON key = request "
                "GROUP BY became ORDER BY became"
            )
        )

    def entries(self) -> Iterator[Entry]:
        """Yield every row with what became of it, in the order of the table."""
        for row, identity, name, file, key, column, fault, status, message, summary in self._each(
            "SELECT row, row, id, name, file, request, col, fault, status, message, summary "
            "FROM athletes LEFT JOIN requests ON key = request WHERE row > ? ORDER BY row",
            0,
        ):
            if fault is not None:
                shown_id, shown_name = json.loads(name)
                athlete = Athlete(row, shown_id, shown_name, column=column, fault=fault)
                yield Entry(athlete, "", "", "wrong", fault, {})
                continue
            yield Entry(
                Athlete(row, identity, name),
                key,
                file if status == "planned" else "",
                status or "open",
                message or "",
                json.loads(summary or "{}"),
            )

    def remarks(self) -> Remarks:
        """Return what a coach should know of the plans of this table as a whole."""
        (row,) = self._rows(
            "SELECT coalesce(sum(json_extract(summary, '$.time_limit') = 'reached'), 0), "
            "coalesce(sum(json_extract(summary, '$.guardrails_broken') > 0), 0) "
            "FROM athletes JOIN requests ON key = request WHERE status = 'planned'"
        )
        first = self._rows(
            "SELECT file FROM athletes JOIN requests ON key = request "
            "WHERE status = 'planned' ORDER BY row LIMIT 1"
        )
        old = self._rows(
            "SELECT file FROM files WHERE file NOT IN "
            "(SELECT file FROM athletes WHERE file IS NOT NULL) ORDER BY file LIMIT 3"
        )
        names = tuple(str(file) for (file,) in old)
        return Remarks(int(row[0]), int(row[1]), first[0][0] if first else "", names)

    def figures(self) -> dict[str, float]:
        """Return how much work the requests of this table were: for measuring, not for results.

        ``requests``: how many were planned; ``seconds``: of all together; ``megabytes``: the most
        memory that a worker had.
        """
        (row,) = self._rows(
            "SELECT count(*), coalesce(sum(seconds), 0), coalesce(max(megabytes), 0) "
            "FROM requests WHERE status IS NOT NULL AND first_row IS NOT NULL"
        )
        return dict(zip(("requests", "seconds", "megabytes"), row, strict=True))

    def _each(self, query: str, start: Any) -> Iterator[Any]:
        """Yield rows without the column they are ordered by, fetched a piece at a time.

        No query stays open, so the tables may change meanwhile.
        """
        while True:
            rows = self._rows(f"{query} LIMIT {CHUNK}", (start,))
            for row in rows:
                yield row[1] if len(row) == 2 else row[1:]
            if len(rows) < CHUNK:
                return
            start = rows[-1][0]
