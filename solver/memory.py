"""Memory of this process and of one beside it: how much there is, and that little is kept.

What is told comes from Linux, and what is asked goes to its usual C library; elsewhere nothing is.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Names of settings in the C library: ``man mallopt``."""

LARGE = 64 * 1024
"""Bytes from which a piece of memory is asked for by itself, and goes back as soon as it is freed.
Else the C library raises that to 32 MB as it goes, and keeps what lies below."""


def keep_little() -> None:
    """Let this process hand freed memory back at once, and have one heap for all threads.

    For processes that are ours alone: it holds for all that is done in them.
    """
    _ask_c_library("mallopt", ARENA_MAX, 1)
    _ask_c_library("mallopt", MMAP_THRESHOLD, LARGE)
    _ask_c_library("mallopt", TRIM_THRESHOLD, LARGE)


def together_with(process: int) -> float:
    """Return what we have now and the most that another process had, in MB.

    Pages that both map, those of libraries, are in memory once and count once.
    """
    own, other = _told("self"), _told(str(process))
    shared = other["Shared_Clean"] + other["Shared_Dirty"]
    return own["VmRSS"] + max(0.0, other["VmHWM"] - shared)


def give_back() -> None:
    """Hand freed memory back to the system, that of models that only each other know of too.

    After some minutes of search that is 10 to 30 MB.
    """
    gc.collect()
    _ask_c_library("malloc_trim", 0)


def _ask_c_library(call: str, *numbers: int) -> None:
    """Call what the usual C library of Linux has, and another may not have."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            getattr(ctypes.CDLL(None), call)(*numbers)


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
