# Two commands on a fresh machine that has make and python3 with venv (where it is not 3.11 or 3.12, uv brings one):
#   make demo    set everything up, run a whole recorded session on the simulator
#   make test    set everything up, run the tests that only compute
.DEFAULT_GOAL := help
VENV := .venv
STAMP := $(VENV)/.installed
SENTENCES := $(wildcard nao_sessions/text/locale/*/LC_MESSAGES/nao_sessions.po)
# Compiled modules are kept, also where the machine says otherwise: else each worker, and each process that a test
# starts, would compile all of them again.
export PYTHONDONTWRITEBYTECODE :=
OTHERS := not nao and not lsp and not mermaid and not boris and not r

.PHONY: help setup console demo test test-protocols test-slow test-all check-code clean

help:
	@echo "make demo   a whole recorded session on the simulator, in about a minute"
	@echo "make console   the console in a browser, on the simulator: try a session by hand"
	@echo "make test   the tests that only compute, in some minutes"
	@echo "make test-all   these, and those in real time and in Chromium, in half an hour"
	@echo "make check-code   ruff, mypy, import-linter, module sizes"

setup: $(STAMP) $(SENTENCES:.po=.mo)

$(STAMP): requirements.txt pyproject.toml tools/find-python
	@python=$$(sh tools/find-python) && \
	echo "Setting up $(VENV) with $$($$python --version) (about a minute, once)" && \
	rm -rf $(VENV) && $$python -m venv $(VENV) && \
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt && \
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . && \
	touch $(STAMP)

%.mo: %.po $(STAMP)
	@$(VENV)/bin/python tools/catalogues.py compile

console: setup
	@$(VENV)/bin/nao-sessions console --simulator

demo: setup
	@$(VENV)/bin/nao-sessions run protocols/demo.yaml --simulator --clap --child demo --participant P07 --seed 7

# What only computes: most files stay on one core, so that what a file makes once is made once.
# What another program reads (R, BORIS, an editor, Mermaid) is asked by .ci/run.
test: setup
	$(VENV)/bin/python -m pytest -q -n auto --dist worksteal --computing -m "not alone and not long and not browser and $(OTHERS)"

# What waits for processes and real time, or for Chromium: three files at a time, since two cores would be idle for
# a third of it.
test-slow: setup
	$(VENV)/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "(alone or long or browser) and $(OTHERS)"

# The library's protocols, rehearsed: none gets stuck or fails, and all that they expect of themselves is so.
test-protocols: setup
	$(VENV)/bin/python -m pytest -q -n auto --dist loadfile -p no:cacheprovider --nao-protocols protocols

test-all: test test-protocols test-slow

check-code: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python tools/module_sizes.py
	$(VENV)/bin/python tools/house.py
	$(VENV)/bin/python tools/catalogues.py check

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
