# Every target works on a bare machine: Python 3.11 or newer with venv, and a package index.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
BIN := .venv/bin
WORKERS ?= 2
SERVICES := SANDTABLE_TEST_DATABASE_URL=postgresql://postgres@127.0.0.1:5432/postgres \
	SANDTABLE_TEST_REDIS_URL=redis://127.0.0.1:6379/0
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

PHONE := web/phone
PHONE_SOURCES = $(shell find $(PHONE)/src $(PHONE)/build web/shared -type f) $(addprefix $(PHONE)/,index.html vite.config.ts)
CONSOLE := web/console
CONSOLE_SOURCES = $(shell find $(CONSOLE)/src web/shared -type f) $(addprefix $(CONSOLE)/,index.html vite.config.ts)
NPM = PATH="$(abspath $(BIN)):$$PATH" npm --no-update-notifier --prefix

.PHONY: run test check bench faults migrate openapi phone console

run: .venv/ready phone console  ## Everything on this machine, with demo data.
	@exec $(BIN)/sandtable up

test: .venv/ready phone $(PHONE)/dist/mp console  ## The whole suite on embedded servers; with CI=true the journeys on the machine's servers too.
	$(if $(BROWSER),,@echo "没有 Chromium，跳过浏览器测试 / no Chromium here: the browser tests are left out")
	$(BIN)/pytest -n $(WORKERS) -m "not service$(if $(BROWSER),, and not browser)"
	$(NPM) $(PHONE) test
	$(NPM) $(CONSOLE) test
	$(if $(filter true,$(CI)),$(SERVICES) $(BIN)/pytest -n $(WORKERS) -m "journey or service")

check: .venv/ready $(PHONE)/node_modules/ready $(CONSOLE)/node_modules/ready  ## Format, rules, types, who imports whom, schema against tables, the API's description and the clients' types of it.
	$(BIN)/ruff format --check . && $(BIN)/ruff check .
	$(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/pytest -q --no-header tests/backend/test_schema.py
	$(BIN)/sandtable openapi > .venv/openapi.json && diff docs/openapi.json .venv/openapi.json
	$(NPM) $(PHONE) run --silent types
	$(NPM) $(CONSOLE) run --silent types

bench: .venv/ready console  ## Speed, measured on this machine; `make bench BENCH="home qr"` prints these alone.
	$(BIN)/python -m tests.bench $(BENCH)

faults: .venv/ready  ## Kills and outages while messages, readings and photos are under way; ten thousand steps of each state machine.
	$(BIN)/pytest -n 0 tests/faults
	SANDTABLE_LONG=1 $(BIN)/pytest -n $(WORKERS) -o timeout=1800 $$(grep -rl --include='test_*.py' -e RuleBasedStateMachine -e SANDTABLE_LONG tests)

migrate: .venv/ready  ## The database at SANDTABLE_DATABASE_URL (or of a running `make run`) to head.
	$(BIN)/sandtable migrate

openapi: .venv/ready $(PHONE)/node_modules/ready $(CONSOLE)/node_modules/ready  ## Write the API's description, and the clients' types of it.
	$(BIN)/sandtable openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	$(NPM) $(PHONE) run --silent api
	$(NPM) $(CONSOLE) run --silent api

phone: $(PHONE)/dist/h5  ## The phone client as the server serves it.

$(PHONE)/dist/h5: $(PHONE)/node_modules/ready $(PHONE_SOURCES)
	@echo "构建手机页面 / building the phone's pages"
	@$(NPM) $(PHONE) run --silent build:h5 > $(PHONE)/node_modules/build.log 2>&1 || { cat $(PHONE)/node_modules/build.log; exit 1; }
	@touch $@

$(PHONE)/dist/mp: $(PHONE)/node_modules/ready $(PHONE_SOURCES)
	@echo "构建小程序 / building the mini-program"
	@$(NPM) $(PHONE) run --silent build:mp > $(PHONE)/node_modules/build.log 2>&1 || { cat $(PHONE)/node_modules/build.log; exit 1; }
	@touch $@

console: $(CONSOLE)/dist/index.html  ## The console as the server serves it.

$(CONSOLE)/dist/index.html: $(CONSOLE)/node_modules/ready $(CONSOLE_SOURCES)
	@echo "构建监管后台 / building the console"
	@$(NPM) $(CONSOLE) run --silent build > $(CONSOLE)/node_modules/build.log 2>&1 || { cat $(CONSOLE)/node_modules/build.log; exit 1; }
	@touch $@

%/node_modules/ready: .venv/ready %/package-lock.json
	@$(NPM) $* ci --loglevel=error >&2
	@touch $@

.venv/ready: requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 以上（make PYTHON=/path/to/python3.11 …）/ Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "需要 venv 模块 / the venv module is needed: apt install python3-venv"; exit 1; }
	$(PIP) --require-hashes -r requirements/dev.lock
	$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@
