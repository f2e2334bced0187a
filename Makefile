# `make run` and `make test` are all a newcomer needs. Python 3.12 or newer is found, or named as missing.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
  && echo $$p && break; done)
VENV ?= .venv
PY := $(VENV)/bin/python
STARTLINE := $(PY) -m startline
.DEFAULT_GOAL := run
.PHONY: run install test soak tour check demo bench accuracy lighthouse lock format clean

$(VENV)/.site: requirements.txt
	@test -n "$(PYTHON)" || { echo "Startline needs Python 3.12 or newer, and found none on the PATH."; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the site runs on (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	@echo "Installing what tests and checks need (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/.site
	@$(STARTLINE) run $(ARGS)

install: $(VENV)/.site

demo: $(VENV)/.site
	@$(STARTLINE) migrate --verbosity 0
	@$(STARTLINE) demo

test: $(VENV)/.dev
	@$(PY) scripts/test.py $(ARGS)

soak: $(VENV)/.dev
	@$(PY) -m scripts.soak $(ARGS)

tour: $(VENV)/.dev
	@WRITE_TOUR=1 $(PY) -m pytest -q tests/browser/test_tour.py $(ARGS)

check: $(VENV)/.dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy startline tests scripts bench
	@$(VENV)/bin/lint-imports
	@$(STARTLINE) check --fail-level WARNING
	@$(STARTLINE) makemigrations --check --dry-run

accuracy: $(VENV)/.dev
	@$(PY) scripts/accuracy.py $(ARGS)

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.bench
	@$(PY) -m bench $(ARGS)

lighthouse: $(VENV)/.dev
	@$(PY) scripts/lighthouse.py $(ARGS)

format: $(VENV)/.dev
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lock: $(VENV)/.dev
	@$(PY) -m pip install --quiet uv
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate requirements.in -o requirements.txt
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate requirements-dev.in -o requirements-dev.txt
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate requirements-bench.in -o requirements-bench.txt

clean:
	@rm -rf $(VENV) var
