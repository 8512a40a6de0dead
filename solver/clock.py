"""How long a search may take: its time limit, and Ctrl-C.

The first Ctrl-C ends the search, which gives the best week it has; the second ends the program, as
one does anywhere. A handler takes note of the first, so that it does no harm wherever it comes:
while a model is built, or between two searches.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any


@dataclass
class Stop:
    """Whether a stop was asked for.

    Attributes:
        presses: how often Ctrl-C was pressed.

    """

    presses: int = 0


_heard: list[Stop] = []
"""The stop that Ctrl-C leads to, where one is listened for; of the main thread alone."""


@contextmanager
def heeding_ctrl_c() -> Iterator[Stop]:
    """Take the first Ctrl-C in this context as a wish to stop; the second goes where it always did.

    In such a context within another the stop is the same. Only the main thread hears of Ctrl-C:
    in others, and where it is ignored, nobody asks for a stop.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield Stop()
        return
    if _heard:
        yield _heard[-1]
        return
    stop = Stop()

    def hear(number: int, frame: FrameType | None) -> Any:
        stop.presses += 1
        return before(number, frame) if stop.presses > 1 else None

    try:
        _heard.append(stop)
        signal.signal(signal.SIGINT, hear)
        yield stop
    finally:
        _heard.clear()  # first: setting the handler lets a press that waits raise
        try:
            signal.signal(signal.SIGINT, before)
        except BaseException:
            signal.signal(signal.SIGINT, before)
            raise


@dataclass(frozen=True)
class Clock:
    """The time that is left.

    Attributes:
        seconds, started: how long, and since when on the monotonic clock.
        stop: whether a stop was asked for; then there is no time any more.
        ignored: so many presses of Ctrl-C came before this clock, and stop others alone.

    """

    seconds: float
    started: float = field(default_factory=time.monotonic)
    stop: Stop = field(default_factory=Stop)
    ignored: int = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def stopped(self) -> bool:
        """Tell whether there is no time any more because a stop was asked for."""
        return self.stop.presses > self.ignored

    def part(self, seconds: float) -> Clock:
        """Return a clock of its own for so many of the seconds that are left."""
        return Clock(seconds, stop=self.stop, ignored=self.ignored)

    def grace(self, seconds: float) -> Clock:
        """Return a clock for what is still to be done once the time is over or stopped."""
        return Clock(seconds, stop=self.stop, ignored=self.stop.presses)

    def left(self, share: float = 1.0) -> float:
        """Seconds left of the first ``share`` of the time; none once a stop was asked for."""
        return 0.0 if self.stopped else max(self.seconds * share - self.elapsed, 0.0)
