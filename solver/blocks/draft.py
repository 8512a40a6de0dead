"""The scenario of the next block while it is being changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from solver.blocks.held import AFTER


@dataclass
class Draft:
    """What changes from the last block to the next.

    Attributes:
        fields: of the scenario.
        rules: changes of rules for this block alone, by id.
        added: rules for this block alone.
        lines: what changes and why, a line each.

    """

    fields: dict[str, Any]
    rules: dict[str, Any] = field(default_factory=dict)
    added: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add_guardrail(
        self,
        name: str,
        title: str,
        weight: int,
        measure: Mapping[str, object],
        source: str,
        **bounds: float,
    ) -> None:
        """Add a guardrail for this block alone; one of the same name makes room for it."""
        rule = f"{AFTER}{name}"
        self.added = [each for each in self.added if each["id"] != rule]
        self.added.append(
            {
                "id": rule,
                "title": title,
                "tier": "guardrails",
                "weight": weight,
                "kind": "bound",
                "measure": dict(measure),
                **bounds,
                "source": source,
            }
        )
