# `make` alone lists what there is. Everything installs into .venv/ from locked, hashed requirements.
.DEFAULT_GOAL := help
PYTHON ?= python3
# Another interpreter than python3 gets an environment of its own, .venv-3.13, so that no version replaces another's.
VENV := .venv$(if $(filter-out python3,$(PYTHON)),-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))
PY := $(VENV)/bin/python
# Installs what the lock lists and nothing else: no resolver runs, so a new release on the index changes nothing.
INSTALL := $(PY) -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes --requirement
# Processes of tests: one for each core, and one more where browsers are driven, as those tests wait half of their time.
CORES := $(shell $(PYTHON) -c 'import os; print(os.cpu_count())')
PROCESSES ?= $(shell expr $(CORES) + 1)
# pytest keeps its rewritten modules from run to run; each process of a run loads them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run dev quick test check figures atlas export data look review screens verify bench mutants lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Thumbwidth needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	$(INSTALL) requirements/run.txt
	$(PY) -m pip --disable-pip-version-check check
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(INSTALL) requirements/test.txt
	$(PY) -m pip --disable-pip-version-check check
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.test
	$(INSTALL) requirements/bench.txt
	$(PY) -m pip --disable-pip-version-check check
	@touch $@

$(VENV)/.mutants: requirements/mutants.txt $(VENV)/.test
	$(INSTALL) requirements/mutants.txt
	$(PY) -m pip --disable-pip-version-check check
	@touch $@

$(VENV)/.bake: requirements/bake.txt | $(VENV)/bin/python
	$(INSTALL) requirements/bake.txt
	$(PY) -m pip --disable-pip-version-check check
	@touch $@

run: $(VENV)/.run ## serve http://127.0.0.1:8000 (HOST, PORT, WORKERS, CACHE_URL, BASE_URL override)
	@exec $(PY) -m server

dev: $(VENV)/.run ## serve with reload: a changed file is seen at the next request, nothing is kept offline
	@exec $(PY) -m server.dev

quick: $(VENV)/.test ## run the tests that start no browser and no server; a minute
	$(PY) -m pytest -n $(CORES) --dist worksteal --hypothesis-profile quick -m "not browser and not service and not slow"

# These hold a session against the clock on the wall: nothing else may run beside them.
ALONE := tests/browser/test_webkit_session.py tests/browser/test_crash_recovery.py

# The tests of one file stay in one process, as they share a server; the files come in the order of tests/conftest.py.
test: $(VENV)/.test ## run every test but those of `make verify`, the browser's and JavaScript's too; measures coverage
	@sh tests/install-tools.sh
	$(PY) -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder -m "not slow" --cov $(ALONE:%=--ignore=%)
	$(PY) -m pytest $(ALONE)

verify: $(VENV)/.test ## run what takes long: a session in real time, more kills, more cuts of the line, ten minutes of load, Lighthouse
	@sh tests/install-tools.sh all
	THUMBWIDTH_VERIFY=1 $(PY) -m pytest $(ALONE)
	RECORD=1 $(PY) -m pytest -m slow
	$(PY) -m bench.session
	HOSTILE=100000 CONTRACT=300 RECORD=1 $(PY) -m pytest --hypothesis-profile verify tests/unit/test_fuzz_loading.py tests/unit/test_profile_matrix.py tests/web/test_malicious_traffic.py tests/web/test_openapi_contract.py tests/web/test_observatory.py
	$(PY) -m pytest tests/web/test_running_service.py
	$(PY) -m bench.hostile
	$(PY) -m bench.mixed
	CUTS=10 $(PY) -m pytest tests/browser/test_network_loss.py
	$(PY) -m bench.offline
	$(PY) -m bench.lighthouse
	$(PY) -m bench.soak
	$(PY) -m bench.audit || test $$? -eq 2

bench: $(VENV)/.bench ## measure serving beside its peers, drawings, offline, a running session, refusals and search; write bench/*.json
	@sh tests/install-tools.sh bench
	$(PY) -m bench.serving
	$(PY) -m bench.drawings
	$(PY) -m bench.first_load
	$(PY) -m bench.frames
	$(PY) -m bench.offline
	$(PY) -m bench.specs
	$(PY) -m bench.search

mutants: $(VENV)/.mutants ## put faults into points/, diagrams/ and the phone's rules and see which tests notice; write bench/mutants.json
	@sh tests/install-tools.sh mutants
	$(PY) -m bench.mutants

check: $(VENV)/.test ## format, lint, types, import rules, catalogue; seconds, no browser
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --config setup.cfg --no-cache
	$(PY) -m points

figures: $(VENV)/.bake ## bake diagrams/figures/ anew from the 3D body; same inputs, same bytes
	$(PY) -m diagrams.bake

atlas: $(VENV)/.run ## write build/atlas.html: every drawing, both bodies, for human eyes
	@mkdir -p build
	$(PY) -m diagrams.atlas build/atlas.html

review: $(VENV)/.run ## write build/review.html: every clinical statement, its sources, and boxes for a clinician
	$(PY) -m server.web.review build/review.html

export: $(VENV)/.run ## write build/site/: the whole site as static files (BASE_URL names it in the sitemap)
	$(PY) -m server.delivery.export build/site

data: $(VENV)/.run ## write build/data/: the catalogue as JSON and CSV, with licence, provenance and checksums
	$(PY) -m server.delivery.data_release build/data

look: $(VENV)/.test ## take every kind of page at three widths, light and dark, into build/look/, for human eyes
	$(PY) -m bench.look

screens: $(VENV)/.test ## take the screenshots of the install dialog anew
	$(PY) -m bench.screens

lock: $(VENV)/.test ## resolve requirements/*.in again; installing never resolves
	@for name in run test bench bake mutants; do \
	  $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header \
	    --no-annotate --output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done

clean: ## remove what was installed and built
	rm -rf .venv .venv-* build .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
