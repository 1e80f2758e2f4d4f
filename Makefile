# Two commands on a fresh machine that has make and python3 with venv (where it is not 3.11 or 3.12, uv brings one):
#   make demo    set everything up, run a whole recorded session on the simulator
#   make test    set everything up, run the tests
.DEFAULT_GOAL := help
VENV := .venv
STAMP := $(VENV)/.installed
SENTENCES := $(wildcard nao_sessions/text/locale/*/LC_MESSAGES/nao_sessions.po)
ELSEWHERE := browser and not nao and not lsp and not mermaid and not boris and not r

.PHONY: help setup console demo test check-code clean

help:
	@echo "make demo   a whole recorded session on the simulator, in about a minute"
	@echo "make console   the console in a browser, on the simulator: try a session by hand"
	@echo "make test   the tests"
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

# SHARE="--share 0.3 --draw SEED" leaves out seven of ten of the tests that need real time, drawn by the seed.
test: setup
	@passed=true; \
	$(VENV)/bin/python -m pytest -q -n auto -m "not alone and not $(ELSEWHERE)" || passed=false; \
	$(VENV)/bin/python -m pytest -q -n 2 --dist loadfile -m "alone and not $(ELSEWHERE)" $(SHARE) || { \
	echo "Real time: what failed is named above; once more, alone, and a second failure counts." && \
	$(VENV)/bin/python -m pytest -q -m "alone and not $(ELSEWHERE)" --last-failed --last-failed-no-failures none; } && \
	$$passed

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
