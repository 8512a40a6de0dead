"""How the audit words what it finds otherwise than a plan says."""

from __future__ import annotations


def says(field: str, said: object, found: object) -> str:
    """Return a sentence on a figure that is not confirmed."""
    return f"{field}: the plan says {said}, the audit finds {found}"
