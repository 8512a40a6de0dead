"""What a person owns: items, synonyms, and named profiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from solver.errors import InputError, shown, suggest

ALWAYS = "always"


@dataclass(frozen=True)
class Item:
    """A load or a support, one row of ``data/equipment.csv``.

    Attributes:
        name: its name.
        is_load: whether it is a load, which an exercise has one of.
        implies: what who has it has too.
        needs: which of these it is of no use without.
        synonyms: other words for it.
        profiles: the profiles that have it.

    """

    name: str
    is_load: bool
    implies: tuple[str, ...]
    needs: tuple[str, ...]
    synonyms: tuple[str, ...]
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class Equipment:
    """All items and profiles that have a name."""

    items: dict[str, Item]

    @property
    def profiles(self) -> list[str]:
        """Names of the profiles, in the order in which the table first names them."""
        found = dict.fromkeys(name for item in self.items.values() for name in item.profiles)
        return [name for name in found if name != ALWAYS]

    def profile(self, name: str) -> frozenset[str]:
        """Return the items of a profile, with those that everyone has."""
        return frozenset(
            item.name for item in self.items.values() if {name, ALWAYS} & set(item.profiles)
        )

    def resolve(self, words: Iterable[str], without: Iterable[str] = ()) -> frozenset[str]:
        """Return the items meant by names of profiles, items and synonyms.

        Args:
            words: profiles, items or synonyms, in any mix.
            without: items to take away again, with what is of no use without them.

        Raises:
            InputError: an unknown word, or nothing is left.

        """
        named = frozenset().union(*(self._meant(word) for word in words))
        away = {name for word in without for name in self._meant(word, "without")}
        away |= {item.name for item in self.items.values() if away.intersection(item.needs)}
        left = named - away
        if not named:
            raise InputError(
                "equipment: is empty; name a profile or an item, or 'bodyweight' for none",
                ("equipment",),
            )
        if not left:
            raise InputError(
                "without: takes away everything that equipment names; take away less, or name more",
                ("without",),
            )
        implied = {name for item in left for name in self.items[item].implies}
        return frozenset((left | implied | self.profile(ALWAYS)) - away)

    def canonical(self, word: str, field: str = "equipment") -> str:
        """Return the profile or item that a word means; ``field`` is what a message names.

        Raises:
            InputError: the word is unknown; the message suggests the nearest one.

        """
        folded = word.strip().casefold()
        spelled = folded.replace(" ", "_").replace("-", "_")
        if spelled in self.profiles or spelled in self.items:
            return spelled
        for item in self.items.values():
            if folded in item.synonyms or folded.replace("_", " ") in item.synonyms:
                return item.name
        known = [*self.profiles, *self.items, *(s for i in self.items.values() for s in i.synonyms)]
        raise InputError(
            f"{field}: {shown(word)} is not known{suggest(folded, known)}; "
            f"profiles are {', '.join(self.profiles)}; `evenset catalogue --items` lists the items",
            (field,),
        )

    def _meant(self, word: str, field: str = "equipment") -> frozenset[str]:
        """Return the items that a word means; to take away, an item rather than its profile."""
        name = self.canonical(word, field)
        alone = {name} & set(self.items)
        if alone and field == "without":
            return frozenset(alone)
        return frozenset(i.name for i in self.items.values() if name in i.profiles) | alone
