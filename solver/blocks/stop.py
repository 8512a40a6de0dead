"""One time limit and one Ctrl-C for all weeks of a pair.

The first Ctrl-C ends the search that runs, which then gives the best week it has, and no further
one begins. The second ends the program, as it does anywhere.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self

from solver.errors import NoPlanInTimeError


class Stop:
    """Says how long there is, and whether it was stopped; to be used as a context.

    Only the main thread can hear of Ctrl-C; in others there is the time limit alone.

    Args:
        seconds: for everything that is solved in this context.

    """

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._times = 0
        self._searching = False
        self._before: Any = None

    @property
    def stopped(self) -> bool:
        """Tell whether Ctrl-C was pressed."""
        return self._times > 0

    def left(self) -> float:
        """Return the seconds left, none once it was stopped."""
        return 0.0 if self.stopped else max(self._ends - time.monotonic(), 0.0)

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            before = signal.getsignal(signal.SIGINT)
            if callable(before):  # what ignores Ctrl-C goes on ignoring it
                self._before = before
                signal.signal(signal.SIGINT, self._heard(before))
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _heard(
        self, before: Callable[[int, FrameType | None], Any]
    ) -> Callable[[int, FrameType | None], Any]:
        def heard(number: int, frame: FrameType | None) -> Any:
            self._times += 1
            # Between two searches it is enough to know; the next one does not begin.
            return before(number, frame) if self._searching or self._times > 1 else None

        return heard

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Let the first Ctrl-C reach a search; where it does not heed it, there is no plan in time.

        Raises:
            NoPlanInTimeError: it came while nothing was sought yet.

        """
        self._searching = True
        try:
            yield
        except KeyboardInterrupt:
            if self._times != 1:
                raise
            raise NoPlanInTimeError(
                "you stopped the search before it found any plan; let it run longer"
            ) from None
        finally:
            self._searching = False
