# `make run` and `make test` first make what they need, once; `make help` lists the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

APP := bot connectors console expertise vertelmaar
ENGINE := actions encoder engine expertise
PYTHON := .venv/bin/python
ENGINE_PYTHON := .venv-engine/bin/python
UV := .tools/bin/uv
PIP_SYNC := $(UV) pip sync --quiet --require-hashes

# Everything that is made leaves an empty file, so that the next time only what
# has changed since is made again; where it can, inside the thing itself, so
# that the two are thrown away together.
MADE := .build
TOOLS := .tools/made
APP_MADE := .venv/made
ENGINE_MADE := .venv-engine/made
ENCODER_MADE := .venv-encoder/made
NODE_MADE := node_modules/made
PAGE_SOURCES := $(shell find connectors console \( -name '*.ts' -o -name '*.css' \) \
	-not -path '*/static/*' 2>/dev/null) scripts/build-pages.mjs package.json tsconfig.json
MODEL_SOURCES := config.yml domain.yml $(wildcard encoder/dutch/*) \
	$(shell find data engine/nlu -name '*.yml' -o -name '*.py' 2>/dev/null)

# $(call need,PROGRAM,HOW TO GET IT)
need = @command -v $(1) >/dev/null || { echo '$(1) is missing: $(2)' >&2; exit 1; }
say = @echo '· $(1)'

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## Serve on http://localhost:8000, after all set-up
	@exec .venv/bin/vertelmaar run

.PHONY: test
test: lint typecheck test-unit test-engine test-browser ## Every check there is

.PHONY: lint
lint: $(APP_MADE) ## Format and style, as ruff sees them
	@$(PYTHON) -m ruff format --check --quiet
	@$(PYTHON) -m ruff check --quiet

.PHONY: format
format: $(APP_MADE) ## Put every file in the house's format
	@$(PYTHON) -m ruff check --quiet --select I --fix
	@$(PYTHON) -m ruff format

.PHONY: typecheck
typecheck: $(APP_MADE) $(ENGINE_MADE) $(NODE_MADE) ## mypy --strict in both environments, and the pages' TypeScript
	@$(PYTHON) -m mypy $(APP)
	@$(PYTHON) -m mypy --python-executable $(ENGINE_PYTHON) --python-version 3.10 $(ENGINE)
	@npm run --silent typecheck

.PHONY: test-unit
test-unit: setup ## The application's tests, on SQLite and PostgreSQL
	@$(PYTHON) -m pytest

.PHONY: test-engine
test-engine: setup ## The engine's tests, in Rasa's environment
	@$(ENGINE_PYTHON) -m pytest

.PHONY: test-browser
test-browser: setup ## Both sides of a conversation in a real Chromium
	$(call need,chromium,install the package chromium)
	@$(PYTHON) -m pytest -m browser

.PHONY: train
train: $(APP_MADE) $(ENGINE_MADE) ## Train a new model, also when nothing has changed
	@.venv/bin/vertelmaar train
	@mkdir -p $(MADE) && touch $(MADE)/model

.PHONY: encoder
encoder: $(ENCODER_MADE) ## Make the sentence encoder anew (an hour on two cores; nobody needs to)
	@MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 \
		.venv-encoder/bin/python -m encoder

.PHONY: evaluate
evaluate: setup ## Judge the model on the messages that were kept apart
	@.venv/bin/vertelmaar evaluate

.PHONY: bench
bench: setup ## The figures: turns, stock Rasa beside it, pages, memory
	@$(PYTHON) -m bench

.PHONY: lock
lock: $(TOOLS) ## Write the lock files anew (UPGRADE=--upgrade takes newer versions)
	@scripts/lock $(UPGRADE)

.PHONY: setup
setup: $(APP_MADE) $(ENGINE_MADE) $(MADE)/pages $(MADE)/model ## Environments, pages and model, once

.PHONY: clean
clean: ## Remove everything that was made; conversations in var/ stay
	@rm -rf .tools .venv .venv-engine .venv-encoder node_modules $(MADE) build *.egg-info models .rasa \
		connectors/webchat/static/build connectors/guide/static/build console/static/build \
		.mypy_cache .pytest_cache .ruff_cache .hypothesis

$(TOOLS): requirements/tools.txt
	$(call need,python3,install Python 3.11 or later)
	$(call say,tools)
	@python3 -m venv .tools
	@.tools/bin/python -m pip install -qq --require-hashes -r $<
	@touch $@

$(APP_MADE): requirements/dev.txt pyproject.toml $(TOOLS)
	$(call say,the application: .venv)
	@[ -x $(PYTHON) ] || $(UV) venv --quiet --python '>=3.11' .venv
	@$(PIP_SYNC) --python $(PYTHON) $<
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
	@touch $@

$(ENGINE_MADE): engine/requirements-dev.txt $(TOOLS)
	$(call say,the engine: .venv-engine (some minutes the first time))
	@[ -x $(ENGINE_PYTHON) ] || $(UV) venv --quiet --python "$$(scripts/python-3.10)" .venv-engine
	@$(PIP_SYNC) --python $(ENGINE_PYTHON) $<
	@touch $@

$(ENCODER_MADE): encoder/requirements.txt $(TOOLS)
	$(call say,what the encoder is made with: .venv-encoder)
	@[ -x .venv-encoder/bin/python ] || $(UV) venv --quiet --python '>=3.11,<3.14' .venv-encoder
	@$(PIP_SYNC) --python .venv-encoder/bin/python $<
	@touch $@

$(NODE_MADE): package-lock.json
	$(call need,npm,install Node.js 18 or later)
	$(call say,the pages: node_modules)
	@npm ci --silent
	@touch $@

$(MADE)/pages: $(PAGE_SOURCES) $(NODE_MADE)
	@npm run --silent build
	@mkdir -p $(MADE) && touch $@

$(MADE)/model: $(MODEL_SOURCES) $(APP_MADE) $(ENGINE_MADE)
	$(call say,the model)
	@.venv/bin/vertelmaar train
	@mkdir -p $(MADE) && touch $@
