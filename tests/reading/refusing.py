"""What a reader says of a file that it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solver.errors import InputError


def refusal(function: Callable[..., object], *arguments: object) -> str:
    """Return the message of the InputError that the call must raise."""
    with pytest.raises(InputError) as found:
        function(*arguments)
    assert len(str(found.value)) < 1000
    return str(found.value)
