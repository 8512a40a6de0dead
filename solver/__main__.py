"""The command ``evenset``: runs the command line and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; never return.

    Exit codes: 0 done, 1 a defect of ours, 2 wrong input, 3 impossible as asked, 4 no plan in
    time, 130 ended by a second Ctrl-C.
    """
    from solver.cli import cli  # noqa: PLC0415 - errors while importing are caught below too
    from solver.errors import EvensetError  # noqa: PLC0415

    try:
        cli(prog_name="evenset")
    except EvensetError as error:
        _say(f"evenset: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _say("evenset: stopped")
        _leave(130)
    except BrokenPipeError:
        # The reader (head, less) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("EVENSET_TRACEBACK"):
            raise
        _say(
            f"evenset: a defect of ours: {type(error).__name__}: {error}\n"
            "Please report it with the scenario; EVENSET_TRACEBACK=1 shows where it happened."
        )
        sys.exit(1)


def _say(message: str) -> None:
    sys.stderr.write(message.rstrip() + "\n")
    sys.stderr.flush()


def _leave(code: int) -> None:
    """End at once, even while a search thread is still running."""
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
