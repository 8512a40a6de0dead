# The README's two commands: `make plan` and `make test`. Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: plan test check lint notebooks bench starts lock clean

plan: .venv/ready
	$(BIN)/evenset solve

test: .venv/ready lint
	$(BIN)/python -m pytest -m "not thorough" -n auto

check: .venv/ready lint
	$(BIN)/python -m pytest -n auto

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The peers are no part of the lock. Goes on where it was stopped; benchmarks/results has what came of it,
# which benchmarks.publish puts into README and docs.
bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks.bench $(ARGS)

# The weeks that a search begins with; after a change of catalogue or rules first with ARGS=--refit.
starts: .venv/ready
	$(BIN)/python -m benchmarks.starts $(ARGS)

# JupyterLab is large and no part of the lock: it is installed when it is first wanted.
notebooks: .venv/notebooks
	$(BIN)/jupyter lab --notebook-dir notebooks

.venv/notebooks: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[notebooks]"
	touch $@

# The lock gives the exact versions; --no-deps keeps pip from looking further.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'evenset needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Exact versions only: lines of options, such as where packages come from, are left out.
lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --extra dev --build-deps-for wheel --build-deps-for editable \
	  --no-header --no-annotate --output-file requirements.lock pyproject.toml
	grep -v "^-" requirements.lock > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
