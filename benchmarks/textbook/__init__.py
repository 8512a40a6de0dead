"""The textbook model: the rules of a week, written down in CP-SAT one after the other.

It is what a user of CP-SAT would write without ``solver.model``, and shares nothing with it but
the definitions and which exercises are on offer. Each exercise has its own variables on each day,
and so has each pair that may be a superset: nothing is merged, left out, cut off or known before.
"""

from benchmarks.textbook.solve import Textbook, solve_rules, solve_textbook

__all__ = ["Textbook", "solve_rules", "solve_textbook"]
