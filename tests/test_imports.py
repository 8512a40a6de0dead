"""Data flows one way, only the model knows ortools, and what costs is imported when needed."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import solver
from solver.plan import Plan

ROOT = Path(solver.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

LAYERS: tuple[tuple[str, ...], ...] = (
    ("paths", "errors", "clock", "memory"),
    ("reading", "writing", "options"),
    ("catalogue",),
    ("rules", "days", "bodyweight"),
    ("weights",),
    ("usable", "fields"),
    ("scenario",),
    ("plan",),
    ("person",),
    ("score", "coaching"),
    ("auditing",),
    ("report",),
    ("exchange",),
    ("model",),
    ("screening",),
    ("blocks", "comparing", "repair"),
    ("batch",),
    ("cli", "commands"),
)
"""A module imports of ``solver`` only itself and what stands in a layer before its own."""

LIGHT = (
    "catalogue", "rules", "scenario", "person", "plan",
    "auditing", "coaching", "report", "exchange", "screening", "comparing", "blocks",
)  # fmt: skip
"""What never imports ortools or the model."""

SHOWS_ITSELF = {"plan.py": "solver.report.html"}
"""Imports against the current: a plan in a notebook calls for its page when it is shown."""

NOT_BELOW_MODEL = {"report", "exchange"}
"""What the model does not import, though it stands before it: no layer in between is needed."""


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, even in a function, but not for types alone."""
    yield from _imports(ast.parse(path.read_text(encoding="utf-8")), path)


def _imports(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        for other in node.orelse:
            yield from _imports(other, path)
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{path}: say what package is meant"
        if node.module == "solver":
            yield from (f"solver.{alias.name}" for alias in node.names)
        else:
            yield node.module or ""
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, path)


def package_of(path: Path) -> str:
    """Return the part of ``solver`` that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def layer_of(package: str) -> int:
    """Return where a part stands."""
    for number, names in enumerate(LAYERS):
        if package in names:
            return number
    raise AssertionError(f"solver/{package} stands in no layer; add it to LAYERS")


def test_the_check_sees_imports() -> None:
    found = set(imports(ROOT / "model" / "search.py"))
    assert {"ortools.sat.python", "solver.model.problem"} <= found
    # Only for types, and only in a function.
    assert "solver.plan" not in set(imports(ROOT / "errors.py"))
    assert "solver.model.explain" in set(imports(ROOT / "model" / "solve.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_model_imports_ortools(path: Path) -> None:
    if package_of(path) != "model":
        assert [name for name in imports(path) if name.split(".")[0] == "ortools"] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_data_flows_one_way(path: Path) -> None:
    package = package_of(path)
    if package in ("__init__", "__main__"):
        return  # the doors of the house
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "solver" or len(parts) == 1:
            continue
        if name == SHOWS_ITSELF.get(str(path.relative_to(ROOT))):
            continue
        other = parts[1]
        if not (ROOT / other).is_dir() and not (ROOT / f"{other}.py").is_file():
            # A name that the package itself offers lazily: its home counts.
            other = solver._HOMES[other].split(".")[1]
        if other == package:
            continue
        assert layer_of(other) < layer_of(package), f"{package} imports {other}"
        assert not (package == "model" and other in NOT_BELOW_MODEL), f"the model imports {other}"


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def loads(modules: list[str], heavy: list[str]) -> str:
    """Import modules in a fresh interpreter; return those that brought a heavy one in."""
    return run(
        "import importlib, sys\n"
        "seen = set()\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"    now = {{h for h in {heavy!r} if h in sys.modules}}\n"
        "    for new in sorted(now - seen):\n"
        "        print(name, 'brings in', new)\n"
        "    seen |= now\n"
    )


def test_what_needs_no_solver_does_not_load_one() -> None:
    names = [f"solver.{name}" for name in LIGHT if (ROOT / name).exists()]
    names += [f"solver.{name}" for name in LIGHT if (ROOT / f"{name}.py").exists()]
    assert "solver.auditing" in names
    assert "solver.plan" in names
    assert loads(names, ["ortools", "solver.model"]) == ""


def test_the_command_answers_at_once() -> None:
    heavy = ["ortools", "pandas", "numpy", "matplotlib", "jinja2", "solver.model"]
    heavy += ["icalendar", "xlsxwriter", "fit_tool", "distributed", "pyarrow"]
    heavy += ["pydantic", "yaml", "rich"]  # no models, files or tables to list the commands
    assert loads(["solver", "solver.__main__", "solver.cli"], heavy) == ""


def loaded_by(*words: str) -> set[str]:
    """Run a command of the command line; return the modules that there are at its end."""
    script = (
        "import sys\nfrom solver.cli import cli\n"
        f"cli({list(words)!r}, standalone_mode=False)\n"
        "print(*sys.modules)"
    )
    return set(run(script).splitlines()[-1].split())


def test_help_imports_no_more_than_the_commands() -> None:
    loaded = loaded_by("--help")
    assert "click" in loaded
    assert not loaded & {"ortools", "pandas", "numpy", "pydantic", "yaml", "rich"}


def test_an_audit_of_a_plan_imports_no_solver_frames_or_blocks(
    solved: Callable[[str], Plan], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(solved("hotel_week").to_json(), encoding="utf-8")
    loaded = loaded_by("audit", str(plan))
    assert "solver.auditing.audit" in loaded
    assert not loaded & {"ortools", "pandas", "numpy", "solver.model", "solver.blocks.block"}


def test_packages_of_other_formats_are_loaded_when_a_file_is_written() -> None:
    names = [f"solver.exchange.{path.stem}" for path in (ROOT / "exchange").glob("*.py")]
    assert "solver.exchange.ics" in names
    assert loads(names, ["icalendar", "xlsxwriter", "fit_tool", "ortools", "pandas"]) == ""


def test_pictures_are_imported_without_what_draws_them() -> None:
    names = ["solver.report", "solver.report.pictures", "solver.report.html", "solver.plan"]
    assert loads(names, ["matplotlib", "jinja2", "numpy", "pandas"]) == ""


def test_the_library_loads_the_solver_when_it_is_used() -> None:
    script = "import sys, solver\nsolver.solve\nprint('ortools' in sys.modules)"
    assert run(script).strip() == "True"
    script = "import sys, solver\nsolver.audit, solver.Plan\nprint('ortools' in sys.modules)"
    assert run(script).strip() == "False"


@pytest.mark.parametrize("package", ["blocks", "report"])
def test_every_name_of_a_package_is_there(package: str) -> None:
    module = importlib.import_module(f"solver.{package}")
    assert set(module._HOMES) == set(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    with pytest.raises(AttributeError, match="has no attribute 'sovle'"):
        _ = module.sovle


def test_every_name_of_the_library_is_there() -> None:
    assert set(solver._HOMES) == set(solver.__all__)
    script = "import solver\nprint([name for name in solver.__all__ if not hasattr(solver, name)])"
    assert run(script).strip() == "[]"
    with pytest.raises(AttributeError, match="has no attribute 'sovle'"):
        _ = solver.sovle
