# One entry for everything; `make` lists the commands from the lines marked with ##.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
DATA ?= example
SIZE ?= s
JOBS ?= 2
BIN := .venv/bin
UV := $(BIN)/uv
SYNC := $(UV) sync --locked --inexact --quiet
unexport VIRTUAL_ENV
unexport PYTHONHOME

.PHONY: help demo serve test check setup assets translations messages lint format types openapi lifecycles permissions bench assure mutate checker clean

help: ## List these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.run assets translations ## Start the product on the example company (PORT=8000 DATA=example|scms SIZE=s)
	@exec $(BIN)/srm demo --port $(PORT) --data $(DATA) --size $(SIZE)

serve: .venv/.run assets translations ## Start the product on your own data
	@exec $(BIN)/srm serve --port $(PORT)

test: setup ## Run the whole test suite (JOBS=2)
	$(BIN)/pytest -n $(JOBS) $(ARGS)

check: setup ## Everything CI runs: lint, types, contracts, migrations, deployment check, tests
	$(BIN)/python tools/check.py

setup: .venv/.dev assets translations ## Prepare .venv for development

assets: .venv/.run ## Fetch what the browser needs into srm/static/vendor
	@command -v npm >/dev/null || test -x $(BIN)/npm || $(SYNC) --only-group node
	@PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python tools/assets.py

translations: .venv/.run
	@$(BIN)/srm messages --compile >/dev/null

messages: .venv/.dev ## Gather new texts for translation, and compile what is translated
	$(BIN)/srm messages
	$(BIN)/srm messages --compile

lint: .venv/.dev ## Find faults of style, imports and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

format: .venv/.dev ## Put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/.dev ## Check the types
	$(BIN)/mypy

openapi: .venv/.dev ## Write the API's description to docs/openapi.yaml
	$(BIN)/python manage.py spectacular --file docs/openapi.yaml

lifecycles: .venv/.dev ## Write docs/lifecycles.md from the status tables
	$(BIN)/python tools/lifecycles.py

permissions: .venv/.dev ## Write docs/permissions.md from the table of the permission tests
	DJANGO_SETTINGS_MODULE=srm.settings $(BIN)/python -m tests.matrix

bench: setup ## Run the benchmarks and write docs/benchmarks.md
	$(BIN)/python -m bench

assure: setup ## Run the assurance checks and write docs/assurance.md
	$(BIN)/python -m bench.checks

mutate: setup ## Plant some sixty faults in the rules and see which test notices each
	$(BIN)/srm bench mutate

checker: .venv/.run ## Build srm-check, the small package that recomputes our decisions
	$(BIN)/python tools/checker.py

clean: ## Remove what these commands made, the data of the demo included
	rm -rf .venv node_modules var srm/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results

.venv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (python3, or PYTHON=/path/to/it)."; exit 1; }
	@echo "Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.run: pyproject.toml uv.lock | .venv/bin/uv
	@echo "Installing what it needs …"
	@$(SYNC) --no-dev
	@touch $@

.venv/.dev: pyproject.toml uv.lock | .venv/bin/uv
	@echo "Installing what development needs …"
	@$(SYNC)
	@touch $@ .venv/.run
