# Short names for the commands of the README.
PYTHON ?= python3
PINS = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --only-binary :all: --upgrade \
	--no-header --no-annotate --no-emit-index-url --quiet

.PHONY: run test check format pins

run: ## open the window
	$(PYTHON) packaging/bootstrap.py run

test: ## everything that CI checks, in an environment of its own
	$(PYTHON) packaging/bootstrap.py test

check: ## the same with the packages of the Python that is active
	$(PYTHON) packaging/check.py

format: ## put the code in order
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

pins: ## pin the newest packages that fit pyproject.toml, for all systems
	$(PINS) -o packaging/requirements/runtime.txt
	$(PINS) --extra dev -c packaging/requirements/runtime.txt -o packaging/requirements/dev.txt
