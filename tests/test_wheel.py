"""Installed from a wheel in an empty folder, the command works: the data comes along."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_wheel_carries_the_data_and_solves_elsewhere(tmp_path: Path) -> None:
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wheel = tmp_path / made.stdout.split()[-1]
    names = zipfile.ZipFile(wheel).namelist()
    assert "solver/_data/exercises.csv" in names
    assert "solver/_data/rules.yaml" in names
    assert "solver/py.typed" in names
    assert "solver/report/templates/report.css" in names
    home = tmp_path / "home"
    # The dependencies are those of this environment: only the wheel itself is installed anew.
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)],
        check=True,
    )
    here = next(path for path in sys.path if path.endswith("site-packages"))
    packages = next((home / "lib").glob("python*")) / "site-packages" / "here.pth"
    packages.write_text(f"{here}\n")
    code = (
        "import solver, sys; from solver.paths import DATA; assert '_data' in str(DATA), DATA;"
        "from solver import Scenario, solve;"
        "print(solve(Scenario(days=6, split='none', time_limit=300)).status)"
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [python, "-c", code], cwd=empty, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "optimal"
    assert not list(empty.iterdir())
