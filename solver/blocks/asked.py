"""What was asked of ``evenset block``, and which of it goes together: nothing is left unsaid."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.errors import InputError, Where

if TYPE_CHECKING:
    from solver.catalogue import Catalogue
    from solver.plan import Plan
    from solver.scenario import Scenario

OWN = (
    "weeks", "volume", "program", "week_a", "week_b", "after", "log_file", "screen", "log_template",
)  # fmt: skip
"""The flags of the command itself; the others set fields of the scenario."""

SOLVED = (
    "days", "available", "exclude", "pin", "favour", "protect", "split", "supersets", "strict",
    "time_limit", "workers", "seed",
)  # fmt: skip
"""Fields that say which exercises go where and how to search: a program has all of that. The others
change effort, loads, ladders and what the audit measures it by, and so have their part in one."""

SHOWN = ("title", "bodyweight", "maxes", "plates")
"""Fields that have their part in a block of ready weeks: loads, advice and what it is called."""


class Asked:
    """What was asked for on the command line.

    Args:
        file: of the scenario, if one was named.
        catalogue: the exercises there are.
        own: the flags of the command itself.
        fields: of the scenario, that flags set.

    """

    def __init__(
        self, file: Path | None, catalogue: Catalogue, own: dict[str, Any], fields: dict[str, Any]
    ) -> None:
        self.file = file
        self.catalogue = catalogue
        self.own = own
        self.fields = fields

    def scenario(self) -> Scenario:
        """Return the scenario of the file and flags.

        Raises:
            InputError: the file or a field is wrong.

        """
        from solver.scenario import load_scenario, make_scenario  # noqa: PLC0415 - late: costs

        return load_scenario(self.file, self.fields) if self.file else make_scenario(self.fields)

    def changes(self) -> dict[str, Any]:
        """Return the fields that the file and flags set, checked.

        Raises:
            InputError: the file or a field is wrong.

        """
        from solver.reading import read_yaml  # noqa: PLC0415

        if not (self.file or self.fields):
            return {}
        self.scenario().best_lifts(self.catalogue)  # refused here, the file is named
        content = read_yaml(self.file).content if self.file else None
        return {**(content or {}), **self.fields}

    def refuse(self, flag: str, *others: str) -> None:
        """Refuse a flag beside another of the command's own that it cannot go with.

        Raises:
            InputError: one of the others was given; names both.

        """
        given = [flag_of(name) for name in others if self.own[name] is not None]
        if given:
            raise InputError(f"{flag}: does not go with {' and '.join(given)}; leave one of them")

    def check_program(self, before: Scenario, after: Scenario) -> None:
        """Refuse fields that a program has no use for, unless they say what it has anyway.

        Args:
            before: the scenario of the program.
            after: the same with the fields of the file and flags.

        Raises:
            InputError: names the field, the program's flag and the remedy.

        """
        wrong = [name for name in SOLVED if getattr(before, name) != getattr(after, name)]
        self._refuse(
            wrong,
            "does not go with --program: the program's own days, exercises and supersets are taken "
            "as they are, and nothing is searched for",
            "change the program's file, or leave out --program and have two weeks solved for it",
        )

    def check_weeks(
        self, scenario: Scenario, given: Collection[str], plans: Iterable[Plan]
    ) -> None:
        """Refuse fields that the two ready weeks were not planned with.

        Args:
            scenario: of the file and flags, resolved.
            given: the fields that file or flags name.
            plans: the two weeks.

        Raises:
            InputError: names the field, the flags and the remedy.

        """
        fields = set(given) - set(SHOWN)
        if scenario.split_id == "auto":  # any split may come of it
            fields -= {"split"}
        wrong = [
            name
            for name in type(scenario).model_fields
            if name in fields
            and any(getattr(plan.scenario, name) != getattr(scenario, name) for plan in plans)
        ]
        self._refuse(
            wrong,
            "does not go with --week-a and --week-b: the two plans stay as they are, and were "
            "made for something else",
            "solve them anew with it (evenset solve), or leave out both plans",
        )

    def _refuse(self, names: list[str], why: str, remedy: str) -> None:
        if not names:
            return
        shown = [self._place(name) for name in names]
        them = "it" if len(names) == 1 else "them"
        verb = why if len(names) == 1 else why.replace("does not go", "do not go", 1)
        raise InputError(f"{', '.join(shown)}: {verb}; leave {them} out, or {remedy}")

    def _place(self, name: str) -> str:
        """Return the flag of a field, or its place in the file."""
        from solver.reading import read_yaml  # noqa: PLC0415

        if name in self.fields or self.file is None:
            return flag_of(name)
        where: Where = (name,)
        return f"{read_yaml(self.file).place(where)}: {name}"


def flag_of(name: str) -> str:
    """Return the flag that sets a field."""
    return f"--{name.removesuffix('_file').replace('_', '-')}"
