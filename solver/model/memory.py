"""Memory of this process and of one beside it, as Linux tells it; elsewhere nothing is told."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path


def together_with(process: int) -> float:
    """Return what we have now and the most that another process had, in MB.

    Pages that both map, those of libraries, are in memory once and count once.
    """
    own, other = _told("self"), _told(str(process))
    shared = other["Shared_Clean"] + other["Shared_Dirty"]
    return own["VmRSS"] + max(0.0, other["VmHWM"] - shared)


def give_back() -> None:
    """Hand freed memory back to the system, where the C library would keep it.

    After some minutes of search that is 10 to 30 MB.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # a C library without such a call
            ctypes.CDLL(None).malloc_trim(0)


def _told(process: str) -> Mapping[str, float]:
    """Return what the system tells of the memory of a process, by its names, in MB.

    VmRSS is what it has now, VmHWM its most, Shared_Clean and Shared_Dirty what others have too.
    """
    told: defaultdict[str, float] = defaultdict(float)
    for file in ("status", "smaps_rollup"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/{file}").read_text(encoding="utf-8").splitlines():
                name, _, amount = line.partition(":")
                if amount.endswith(" kB"):
                    told[name] = int(amount[:-3]) / 1024
    return told
