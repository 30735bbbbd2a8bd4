# Two commands matter: `make run` and `make test`. Both need Python 3.11+ and nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test living check bench docs messages images lock lighthouse conformance engines clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/'

.venv/run.stamp: requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) sh .ci/venv requirements.lock
	@touch $@

.venv/test.stamp: requirements-dev.lock pyproject.toml
	@PYTHON=$(PYTHON) sh .ci/venv requirements-dev.lock
	@touch $@ .venv/run.stamp

run: .venv/run.stamp ## Start everything with the demonstration organisation
	@exec $(BIN)/trimtab run

test: .venv/test.stamp ## Everything: pure, lint, types, contracts, rooms, streets, journeys, browser
	@sh .ci/test

living: .venv/test.stamp ## A year of an organisation, lived in minutes by the scheduled jobs alone; says what each did
	@TRIMTAB_LIVING_WEEKS=$${WEEKS:-52} $(BIN)/python -m pytest -s tests/living

check: .venv/test.stamp ## The fast part: lint, types, contracts, pure tests
	@sh .ci/check

bench: .venv/test.stamp ## The benchmarks that need no server
	@$(BIN)/python -m bench.memory
	@$(BIN)/python -m bench.check
	@$(BIN)/python -m bench.forecast

conformance: .venv/test.stamp ## ADL's public xAPI suite, both versions (SUITE=address or folder; needs node)
	@$(BIN)/python -m tests.conformance.run_lrs --suite "$(SUITE)"

engines: ## The evaluation's aggregations on Spark too, beside PostgreSQL and DuckDB (needs Java 17; an environment of its own)
	@PYTHON=$(PYTHON) sh .ci/engines

lighthouse: .venv/test.stamp ## Lighthouse on a running demonstration
	@$(BIN)/python -m bench.lighthouse

docs: .venv/test.stamp ## Write the pages of docs/ that the product itself knows, and the SQL of the evaluation
	@$(BIN)/python -m tests.architecture.written

messages: .venv/test.stamp ## Find every sentence and bring the catalogues of the languages up to date (docs/decisions/0043)
	@$(BIN)/python -m tests.architecture.messages

images: .venv/test.stamp ## Take pictures of all pages (./screenshots) and those of the README anew, by the tests
	@TRIMTAB_IMAGES=yes $(BIN)/python -m pytest -n 2 --dist loadgroup tests/browser/test_pages.py

lock: ## Resolve the dependencies anew (needs uv)
	@sh .ci/lock

clean: ## Remove the environment, never the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
