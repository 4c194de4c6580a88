# Each of these works as the first command on a fresh clone. They need make and a Python from
# 3.11 to 3.14, and build everything else in .venv. On Windows, see README.md.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# nbgrader calls `alembic` by its name, so the environment's commands have to be on PATH.
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"

# `make PYTHON=/path/to/python3.12 lab` chooses an interpreter; otherwise the first that fits.
PYTHON ?=
CANDIDATES := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python

# A Python fits if the pinned packages have wheels for it and it can make an environment. Where
# it is itself an environment's (perhaps the one that is to be rebuilt), we take its parent.
FITS := import ensurepip, sys, venv; \
	assert (3, 11) <= sys.version_info[:2] <= (3, 14); \
	print(getattr(sys, "_base_executable", sys.executable))

define FIND_PYTHON
python=; \
for candidate in $(CANDIDATES); do \
	python=$$("$$candidate" -c '$(FITS)' 2>/dev/null) && break; python=; \
done; \
if [ -z "$$python" ]; then \
	echo "This needs a Python from 3.11 to 3.14 with its venv module, and found none." >&2; \
	echo "It looked for: $(strip $(CANDIDATES))." >&2; \
	echo "On Debian or Ubuntu: sudo apt install python3 python3-venv" >&2; \
	echo "If you have one elsewhere: make PYTHON=/path/to/python3.12 $(or $(MAKECMDGOALS),lab)" >&2; \
	exit 1; \
fi
endef

# Tests of one file stay together, because they share what is slow to make: a graded class, a
# running JupyterLab. `make test PYTEST_ARGS="tests/test_scoring.py -n0"` runs a part.
PYTEST_ARGS ?= -n auto --dist loadfile

.PHONY: help demo lab test lint clean lock

help:
	@echo "make lab     start learning: opens JupyterLab"
	@echo "make demo    grade a made-up class of 30 and show where everything lies"
	@echo "make test    everything that CI checks"
	@echo "make lint    style, types and import floors only"
	@echo "make clean   remove .venv, demo/ and caches; recorded answers stay"
	@echo "make lock    renew requirements.lock from the ranges in pyproject.toml"

demo: $(READY)
	@$(RUN) alignlib demo

lab: $(READY)
	@$(RUN) alignlib lab

lint: $(READY)
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports

test: lint
	$(RUN) pytest $(PYTEST_ARGS)

clean:
	rm -rf $(VENV) demo build dist alignlib.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find alignlib tests -type d -name __pycache__ -prune -exec rm -rf {} +

# The environment is made anew when a pin changes, so that nothing old stays behind in it.
$(VENV)/.packages: requirements.lock
	@$(FIND_PYTHON); \
	echo "Building $(VENV) with $$python. This happens once and takes a minute or two."; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(READY): $(VENV)/.packages pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

# uv works out pins that hold on every system at once; it is only needed here. Debian 12 has
# Python 3.11.2, so no pin may ask for a later 3.11; `fewest` is one version for all Pythons.
lock:
	@$(FIND_PYTHON); rm -rf .lock-venv && "$$python" -m venv .lock-venv
	@.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@{ grep '^#' requirements.lock; \
		.lock-venv/bin/uv pip compile --quiet --universal --python-version 3.11.0 \
		--fork-strategy fewest --extra dev --no-annotate --no-header pyproject.toml; \
	} > .lock-venv/new
	@mv .lock-venv/new requirements.lock && rm -rf .lock-venv
