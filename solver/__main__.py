"""The command ``evenset``: runs the command line and turns errors into messages and exit codes."""

from __future__ import annotations

import gc
import os
import signal
import sys
from io import StringIO, TextIOWrapper
from typing import Any

from solver.errors import EvensetError, InputError
from solver.memory import keep_little
from solver.writing import mute

OBJECTS = 200_000
"""So many more objects before the next look for cycles among them. A command keeps most of what it
makes (classes, exercises, rules), so that the usual 700 cost an audit a tenth of its time."""


def main() -> None:
    """Run the command line; never return.

    Exit codes: 0 done, 1 a defect of ours, 2 wrong input, 3 impossible as asked, 4 no plan in
    time, 130 ended by Ctrl-C.
    """
    gc.set_threshold(OBJECTS)
    keep_little()
    try:
        _open_closed_streams()
        _write_any_letter(sys.stdout)
        code = _run()
    except KeyboardInterrupt:
        _say("evenset: stopped")
        _leave(130)
    except EvensetError as error:
        _say(f"evenset: {error}")
        code = error.exit_code
    except Exception as error:
        if os.environ.get("EVENSET_TRACEBACK"):
            raise
        _say(
            f"evenset: a defect of ours: {type(error).__name__}: {error}\n"
            "Please report it with the scenario; EVENSET_TRACEBACK=1 shows where it happened."
        )
        code = 1
    # The interpreter looks for cycles once more as it ends: 0.2 s after a solve, to free what goes
    # with the process. It passes over what is frozen; exit handlers still run.
    gc.freeze()
    sys.exit(code)


def _run() -> int:
    """Run the command line and return its exit code, not what click makes of an interrupt."""
    import click  # noqa: PLC0415 - errors while importing are caught above

    from solver.cli import cli  # noqa: PLC0415

    interrupts: list[int] = []

    def note(number: int, frame: Any) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    try:
        code = cli(prog_name="evenset", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        text = StringIO()
        error.show(text)
        _say(text.getvalue())
        return error.exit_code
    except OSError as error:
        if error.filename is not None:
            raise
        # Files have a name; what has none is a stream, as with --help onto a full disk.
        mute(1)
        raise InputError(
            f"standard output: cannot be written ({error.strerror or error}); make room"
        ) from error
    except EvensetError:
        raise  # says itself what an interrupt led to
    except Exception as error:
        if _interrupted(error) or (interrupts and isinstance(error, ImportError)):
            raise KeyboardInterrupt from None
        raise
    return code if isinstance(code, int) else 0


def _interrupted(error: BaseException | None) -> bool:
    """Tell whether an exception is what someone made of an interrupt.

    Python wraps what a class body's descriptors raise, and libraries what they call. A compiled
    module says no more than that its import failed: that, the caller must know.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _open_closed_streams() -> None:
    """Give standard streams that were closed somewhere to go, lest a file take their numbers.

    ``sys.stdout`` stays None where it was closed: a result that nobody would see is refused.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            mute(number)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")


def _write_any_letter(stream: Any) -> None:
    """Let a stream of another encoding take what tables and names hold.

    A file or pipe gets UTF-8, as files of ours are; a terminal shows ? for what it has not.
    """
    if not isinstance(stream, TextIOWrapper) or stream.encoding.lower().startswith("utf"):
        return
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8")


def _say(message: str) -> None:
    """Print to the standard error, if that takes anything."""
    # What stands in a file or on the command line may hold what a terminal would obey.
    plain = "".join(mark if mark.isprintable() or mark in "\n\t" else "\ufffd" for mark in message)
    try:
        sys.stderr.write(plain.rstrip() + "\n")
        sys.stderr.flush()
    except OSError:
        mute(sys.stderr.fileno())


def _leave(code: int) -> None:
    """End at once, even while a search thread is still running."""
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
