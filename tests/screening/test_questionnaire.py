"""Questions, and answers from flags, files and a person; nonsense is refused in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.errors import InputError
from solver.reading import Document, parse_yaml
from solver.rules.signs import Sign, SignGroup, load_signs
from solver.screening.questionnaire import (
    Answers,
    ask,
    from_flags,
    parse_answers,
    questions,
    read_answers,
    template,
)

CHECK = ["overhead_control", "knee_control", "hamstring_check", "trunk_control", "ankle_control"]


def refusal(function: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(InputError) as found:
        function(*arguments)
    assert len(str(found.value)) < 500
    return str(found.value)


def parse(text: str) -> Answers:
    return parse_answers(parse_yaml(text, "answers.yaml"))


def raised(answers: Answers) -> list[str]:
    return [sign.id for sign in answers.raised]


# ---- questions ----------------------------------------------------------------------------------


def test_the_self_check_comes_first_and_everything_is_asked_once() -> None:
    asked = [sign.id for sign in questions()]
    assert asked[:5] == CHECK
    assert sorted(asked) == sorted(load_signs())
    groups = [sign.group for sign in questions()]
    assert groups == sorted(groups, key=list(SignGroup).index)
    assert [sign.id for sign in questions(check_only=True)] == CHECK


def test_the_template_has_every_question_and_answers_nothing() -> None:
    text = template()
    for sign in questions():
        assert f"# {sign.question}\n{sign.id}: null\n" in text
    assert parse(text) == Answers()
    assert list(parse_yaml(template(check_only=True), "").content) == CHECK


def test_a_filled_in_template_is_read() -> None:
    text = template().replace("knee_control: null", "knee_control: yes")
    assert raised(parse(text)) == ["knee_control"]


# ---- flags --------------------------------------------------------------------------------------


def test_flags_raise_signs_in_the_order_of_the_questions() -> None:
    answers = from_flags(["desk_work, Knee-Control", "hip shifts"], ["overhead_control,calf_tight"])
    assert raised(answers) == ["overhead_control", "knee_control", "hip_shifts", "desk_work"]
    assert [sign.id for sign in answers.fine] == ["calf_tight"]
    assert raised(from_flags(["overhead_control"], [])) == []
    assert from_flags([""], [" , "]) == Answers()


def test_flags_that_contradict_are_refused() -> None:
    assert "knee_control is answered both yes and no" in refusal(
        from_flags, ["knee_control"], ["knee-control"]
    )
    message = refusal(from_flags, ["tight_hips_length,tight_hips_capacity"], [])
    assert "tight_hips_capacity and tight_hips_length cannot both hold" in message
    assert "keep the one" in message
    # Denied both ways is no contradiction.
    assert raised(from_flags(["tight_hips_length"], ["tight_hips_capacity"])) == [
        "tight_hips_length"
    ]


def test_an_unknown_flag_gets_a_suggestion() -> None:
    message = refusal(from_flags, [], ["knee_contrl"])
    assert message.startswith("--no: there is no sign 'knee_contrl' (did you mean 'knee_control'?)")


def test_answers_join_and_may_not_differ() -> None:
    joined = from_flags(["knee_control"], []).joined(from_flags(["knee_control"], ["calf_tight"]))
    assert dict(joined.given) == {"knee_control": True, "calf_tight": False}
    message = refusal(from_flags(["knee_control"], []).joined, from_flags([], ["knee_control"]))
    assert "both yes and no" in message
    message = refusal(
        from_flags(["tight_hips_length"], []).joined, from_flags(["tight_hips_capacity"], [])
    )
    assert "cannot both hold" in message


# ---- files --------------------------------------------------------------------------------------


def test_yaml_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(
        "knee_control: yes\noverhead_control: no\ncalf_tight: 'N'\nhip_shifts: y\ndesk_work:\n"
        "foot_spins_out: true\n"
    )
    answers = read_answers(path)
    assert raised(answers) == ["overhead_control", "knee_control", "hip_shifts", "foot_spins_out"]
    assert "desk_work" not in answers.given
    path.write_text("")
    assert read_answers(path) == Answers()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- knee_control", "must hold answers such as 'knee_control: yes'"),
        ("knee_control", "must hold answers"),
        ("knees_control: yes", "line 1: answers: there is no sign"),
        ("calf_tight: no\nknee_control: maybe", "line 2: knee_control: must be yes, no or null"),
        ("knee_control: 1", "must be yes, no or null, not 1"),
        ("knee_control: [yes]", "must be yes, no or null, not [True]"),
        ("knee_control: {a: b}", "must be yes, no or null"),
        ("knee_control: yes\nknee_control: no", "stands twice"),
        ("knee_control: yes\nknee-control: no", "line 2: answers: knee_control is answered both"),
        ("tight_hips_capacity: yes\ntight_hips_length: yes", "answers.yaml: answers: tight_hips"),
        ("7: yes", "there is no sign 7"),
        ("null: yes", "there is no sign None"),
        ("knee_control: !!python/object:os.system x", "tags"),
    ],
)
def test_nonsense_in_yaml_is_refused_with_its_line(text: str, says: str) -> None:
    message = refusal(parse, text)
    assert message.startswith("answers.yaml")
    assert says in message


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats()


@given(
    st.dictionaries(
        st.sampled_from(sorted(load_signs())) | st.text(max_size=12) | st.integers(), SCALARS
    )
)
def test_any_mapping_is_read_or_refused(content: dict[Any, Any]) -> None:
    try:
        answers = parse_answers(Document("a.yaml", content))
    except InputError:
        return
    assert len(answers.raised) + len(answers.fine) == len(answers.given)


# ---- a person -----------------------------------------------------------------------------------


def test_asking_skips_what_an_answer_rules_out() -> None:
    asked = []

    def put(sign: Sign) -> bool | None:
        asked.append(sign.id)
        return True if sign.id.startswith("tight") else None

    answers = ask(questions(), put)
    assert raised(answers) == ["tight_hips_capacity"]
    assert "tight_hips_length" not in asked
    assert len(asked) == len(load_signs()) - 1
