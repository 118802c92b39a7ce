# make          lint and test                 make run       index corpus/ and serve it on http://127.0.0.1:8000
# make bench    the benchmarks                make test-all  the tests on every supported Python of this machine
# make lint     ruff and mypy                 make clean     take away what make made, and the index
# make bench-tantivy  the Tantivy engine with 106,495 articles, beside a bare script and SQLite (some twenty minutes)
# make bench-cluster  the OpenSearch engine on three nodes of this machine with 106,495 articles, beside a bare script (half an hour)
# make bench-million  how cost grows up to a million articles; draws docs/growth.svg (some twenty minutes, 12 GB of disk)
# make test-reloaded  the engine on Whoosh-Reloaded, which keeps Whoosh's format going: the way out stays open
# make exam     10,000 random plans and as many queries on every engine, against the reference (make exam TREES=1000)
# make fuzz     every reader over 2,000 damaged real files (some ten minutes)
# make cluster  three OpenSearch nodes on this machine, 1 GB of heap each, that stay up till make cluster-stop (JDK, Maven)
# make soak-cluster  every fault of a cluster ten times over: nodes killed, paused, restarted (an hour)
# make soak     long checks: the exam, the damaged files, 500 random queries over 20,000 articles, 200 kills, thorough random input (over an hour)
#
# The environment is .venv; it is made anew when setup.cfg changes. PYTHON=python3.12 make … takes that Python,
# make run PORT=8001 another port.
# Written for GNU make 3.81, which is what macOS has.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell .ci/pythons best)
PYTEST := python -m pytest
WORKERS ?= -n auto --dist loadscope --no-loadscope-reorder
PORT ?= 8000
TREES ?= 10000

.PHONY: all run test lint bench bench-tantivy bench-cluster bench-million exam fuzz soak test-all test-reloaded clean cluster cluster-stop soak-cluster

all: lint test

run: $(VENV)/.installed
	$(BIN)/searchsvc reindex corpus || test $$? -eq 3 # 3: some files could not be read; they are listed
	$(BIN)/searchsvc serve --host 127.0.0.1 --port $(PORT)

test: $(VENV)/.installed-dev
	@.ci/chromium
	$(BIN)/$(PYTEST) $(WORKERS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.readers
	$(BIN)/python -m benchmarks

bench-tantivy: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.side_by_side

bench-cluster: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.clustered

bench-million: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.growth --docs docs

exam: $(VENV)/.installed-dev
	$(BIN)/python -m tests.exam $(TREES)

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tests.fuzz

cluster: $(VENV)/.installed-dev
	$(BIN)/python -m tests.cluster start

cluster-stop: $(VENV)/.installed-dev
	$(BIN)/python -m tests.cluster stop

soak-cluster: $(VENV)/.installed-dev
	$(BIN)/python -m tests.opensearch.faults 10

soak: exam fuzz
	SEARCHSVC_AGREEMENT_ARTICLES=20000 $(BIN)/$(PYTEST) tests/test_agreement.py
	$(BIN)/python -m tests.test_kill 100 whoosh
	$(BIN)/python -m tests.test_kill 100 tantivy
	HYPOTHESIS_PROFILE=thorough $(BIN)/$(PYTEST) tests --ignore tests/browser --ignore tests/test_agreement.py

test-all:
	@.ci/chromium
	@failed=; for python in $$(.ci/pythons); do \
	    version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	    echo "== Python $$version: $$python"; \
	    .ci/venv $(VENV)-$$version $$python '.[dev]' && $(VENV)-$$version/bin/$(PYTEST) || failed="$$failed $$version"; \
	done; \
	test -z "$$failed" || { echo "failed on Python$$failed" >&2; exit 1; }

test-reloaded:
	@test -n "$(PYTHON)" # .ci/pythons has said what is missing
	.ci/venv $(VENV)-reloaded "$(PYTHON)" '.[dev]'
	$(VENV)-reloaded/bin/python -m pip uninstall --quiet --yes Whoosh Whoosh-Reloaded
	$(VENV)-reloaded/bin/python -m pip install --quiet 'Whoosh-Reloaded >= 2.7.5, < 3'
	$(VENV)-reloaded/bin/$(PYTEST) -W ignore::SyntaxWarning tests/engines tests/test_small_worlds.py tests/test_generations.py

clean:
	@test ! -e build/cluster/nodes.json || { echo "the cluster is up: make cluster-stop first" >&2; exit 1; }
	rm -rf $(VENV) $(VENV)-3.* $(VENV)-reloaded build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find searchsvc tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	find index -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

$(VENV)/.installed: setup.cfg pyproject.toml
	@test -n "$(PYTHON)" # .ci/pythons has said what is missing
	.ci/venv $(VENV) "$(PYTHON)" '.[pdf,warc]'
	@touch $@

$(VENV)/.installed-dev: setup.cfg pyproject.toml
	@test -n "$(PYTHON)" # .ci/pythons has said what is missing
	.ci/venv $(VENV) "$(PYTHON)" '.[dev]'
	@touch $(VENV)/.installed $@
