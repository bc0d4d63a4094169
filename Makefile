# `make demo` and `make test` need Python 3.11 or newer and nothing else: each makes .venv and installs the pinned wheels, checked by hash.

VENV := .venv
BIN := $(VENV)/bin
FLOORS_DATA ?= ../shared/dev

# The first interpreter that is new enough; `make demo PYTHON=/path/to/python3` names another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done)

PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all:
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --only-binary :all:

# One thread for each process: the work is spread over processes.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format floors bench lock gazetteer install install-dev clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

demo: install ## read the sample articles and print what was found
	@$(BIN)/avviso demo

test: install-dev ## run all tests
	@$(BIN)/python -m pytest -n 2

check: install-dev ## format, lint, types, doors between the rooms, tests, quality floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2
	@$(MAKE) --no-print-directory floors

format: install-dev ## put the code in its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

floors: install-dev ## fail when a figure of quality is below its floor
	@$(BIN)/python bench/floors.py --own "$(FLOORS_DATA)"

bench: install ## how fast the reading is, beside the bare parser
	@$(BIN)/avviso bench read

lock: install-dev ## pin the dependencies of pyproject.toml again (UPGRADE=--upgrade for newer versions)
	$(LOCK) $(UPGRADE) --group build --output-file requirements.lock
	$(LOCK) $(UPGRADE) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) $(UPGRADE) --group build --group data --constraint requirements.lock --output-file requirements-data.lock

gazetteer: install ## build the file of places again from its sources
	@$(INSTALL) --requirement requirements-data.lock
	$(BIN)/python tools/build_gazetteer.py

clean: ## remove the environment and what tools leave behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

install: $(VENV)/.runtime
install-dev: $(VENV)/.dev

# An environment that is there and works is kept; one that a failed attempt left behind is made again.
$(VENV)/.python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Avviso needs Python 3.11 or newer, and none was found. Install one (Debian, Ubuntu: sudo apt install python3 python3-venv;" >&2; \
		echo "Fedora: sudo dnf install python3; macOS: brew install python), or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; fi
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { \
		echo "Avviso needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Name a newer one: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module. Install it (Debian, Ubuntu: sudo apt install python3-venv) and run make again." >&2; exit 1; }
	@$(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null && $(PIP) --version >/dev/null 2>&1 || { \
		echo "Making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv --clear $(VENV); }
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements.lock pyproject.toml
	@echo "Installing what Avviso runs on (about 120 MB to download; a minute or two) ..."
	@$(INSTALL) --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the tests run on ..."
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@
