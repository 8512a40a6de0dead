"""evenset: plans balanced strength training with CP-SAT, with proof.

>>> from solver import Scenario, solve  # doctest: +SKIP
>>> plan = solve(Scenario(days=3, equipment=("dumbbells_bench",)))  # doctest: +SKIP
>>> plan.to_frame()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.auditing import AuditReport, audit
    from solver.blocks import Block, Pair, audit_block, make_block, read_block, solve_pair
    from solver.catalogue import Catalogue, Exercise, load_catalogue
    from solver.comparing.changes import PlanDifference
    from solver.comparing.compare import compare
    from solver.comparing.comparison import Comparison
    from solver.errors import EvensetError, ImpossibleError, InputError, NoPlanInTimeError
    from solver.model.solve import solve
    from solver.plan import Plan, read_plan
    from solver.scenario import Scenario, load_scenario

_HOMES = {
    "AuditReport": "solver.auditing",
    "Block": "solver.blocks",
    "Catalogue": "solver.catalogue",
    "Comparison": "solver.comparing.comparison",
    "EvensetError": "solver.errors",
    "Exercise": "solver.catalogue",
    "ImpossibleError": "solver.errors",
    "InputError": "solver.errors",
    "NoPlanInTimeError": "solver.errors",
    "Pair": "solver.blocks",
    "Plan": "solver.plan",
    "PlanDifference": "solver.comparing.changes",
    "Scenario": "solver.scenario",
    "audit": "solver.auditing",
    "audit_block": "solver.blocks",
    "compare": "solver.comparing.compare",
    "load_catalogue": "solver.catalogue",
    "load_scenario": "solver.scenario",
    "make_block": "solver.blocks",
    "read_block": "solver.blocks",
    "read_plan": "solver.plan",
    "solve": "solver.model.solve",
    "solve_pair": "solver.blocks",
}

__all__ = [
    "AuditReport",
    "Block",
    "Catalogue",
    "Comparison",
    "EvensetError",
    "Exercise",
    "ImpossibleError",
    "InputError",
    "NoPlanInTimeError",
    "Pair",
    "Plan",
    "PlanDifference",
    "Scenario",
    "audit",
    "audit_block",
    "compare",
    "load_catalogue",
    "load_scenario",
    "make_block",
    "read_block",
    "read_plan",
    "solve",
    "solve_pair",
]


def __getattr__(name: str) -> Any:
    """Import on first use, so that what needs no solver does not wait for one."""
    if name in _HOMES:
        # A submodule may have the name of the function in it; the function is what is meant.
        globals()[name] = value = getattr(import_module(_HOMES[name]), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
