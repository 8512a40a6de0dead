"""File names of athletes: safe on every system, told apart on those that ignore case."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

LONGEST = 80
"""Characters of a name before its ending: some file systems end at 255 bytes a name."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""What Windows keeps for devices, whatever the ending."""


def file_names(identity: str) -> Iterator[str]:
    """Yield the names that the file of an athlete may have, the plainest first.

    Letters, digits, ``_`` and ``-`` stay, accents go, all else becomes ``-``: no name leads out of
    the folder, hides, or holds what a shell reads. The second name ends with a fingerprint of the
    id, for an id whose plain name is taken or cannot be used.
    """
    plain = unicodedata.normalize("NFKD", identity)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")[:LONGEST]
    if name and not _RESERVED.fullmatch(name):
        yield f"{name}.json"
    mark = hashlib.sha256(identity.encode()).hexdigest()[:12]
    yield f"{name or 'athlete'}-{mark}.json"
