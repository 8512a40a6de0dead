"""How a session begins: what the audit notices of drills and ramp sets."""

from __future__ import annotations

from typing import Any

from tests.auditing.coached import CATALOGUE, differences, with_session
from tests.report.samples import coached_plan, coached_sessions


class TestWarmUp:
    STEPS = coached_sessions()[0].warm_up

    def found(self, *steps: Any) -> str:
        return "\n".join(differences(with_session(0, warm_up=tuple(steps))))

    def test_as_it_is(self) -> None:
        assert self.found(*self.STEPS) == ""

    def test_blocks_out_of_order(self) -> None:
        breath, *rest = self.STEPS
        assert "warm_up.block: the plan says activation, pattern, ramp, breath" in self.found(
            *rest, breath
        )
        assert "the audit finds breath, activation, pattern, ramp" in self.found(*rest)

    def test_seconds(self) -> None:
        breath, *rest = self.STEPS
        longer = breath.model_copy(update={"seconds": 90})
        assert "warm_up.seconds: the plan says 510, the audit finds 480" in self.found(
            longer, *rest
        )

    def test_drills(self) -> None:
        breath, first, *rest = self.STEPS
        unknown = first.model_copy(update={"drill": "nap", "name": ""})
        assert "warm_up.nap: is no drill for the block activation" in self.found(
            breath, unknown, *rest
        )
        elsewhere = first.model_copy(update={"drill": "cat_camel", "name": ""})
        assert "cat_camel: is no drill for the block activation" in self.found(
            breath, elsewhere, *rest
        )
        again = rest[0].model_copy(update={"drill": first.drill, "name": ""})
        assert f"{first.drill}: stands twice" in self.found(breath, first, again, *rest[1:])

    def test_equipment_and_protection(self) -> None:
        plan = coached_plan()
        needy = next(
            step
            for step in plan.sessions[0].warm_up
            if step.block != "ramp" and CATALOGUE.exercises[step.drill].load != "bodyweight"
        )
        load = CATALOGUE.exercises[needy.drill].load
        without = plan.scenario.model_copy(update={"without": (load,)})
        found = differences(plan.model_copy(update={"scenario": without}))
        assert any(f"{needy.drill}: needs equipment" in line for line in found)

    def test_what_is_excluded(self) -> None:
        plan = coached_plan()
        drill = plan.sessions[0].warm_up[0].drill
        ramp = next(s for s in plan.sessions[0].warm_up if s.block == "ramp")
        noted = ramp.model_copy(update={"note": "4 easy reps as Incline push-up"})
        steps = tuple(noted if s is ramp else s for s in plan.sessions[0].warm_up)
        first = plan.sessions[0].model_copy(update={"warm_up": steps})
        names = (drill, "incline_push_up")
        found = differences(
            plan.model_copy(
                update={
                    "scenario": plan.scenario.model_copy(update={"exclude": names}),
                    "sessions": (first, *plan.sessions[1:]),
                }
            )
        )
        assert any(f"{drill}: is excluded" in line for line in found)
        assert any("is worked up to as Incline push-up, which is excluded" in x for x in found)

    def test_ramp_sets(self) -> None:
        *before, heavy_bench, light_row, heavy_row = self.STEPS
        bench = "barbell_bench_press"
        assert f"ramp: the plan says {bench}, {bench}, chest_supported_row, the" in self.found(
            *before, heavy_bench, light_row
        )
        assert "chest_supported_row: the loads of its ramp sets do not rise" in self.found(
            *before, heavy_bench, heavy_row, light_row
        )
        long = heavy_row.model_copy(update={"seconds": 90})
        assert "chest_supported_row.seconds: the plan says 90, the audit finds 60" in self.found(
            *before, heavy_bench, light_row, long
        )
