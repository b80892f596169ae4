# LiveFeed: `make run` starts the service, `make test` proves it. Everything they need is set up on the way.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SERVICE := artifacts/bin/LiveFeed/release/LiveFeed.dll
FAULTS := artifacts/bin/LiveFeed.Faults/release/LiveFeed.Faults.dll
BENCH := artifacts/bin/LiveFeed.Bench/release/LiveFeed.Bench.dll
SCREENSHOTS := artifacts/bin/LiveFeed.Screenshots/release/LiveFeed.Screenshots.dll
SOCKETIO_SAMPLE := artifacts/bin/LiveFeed.SocketIo.Sample/release/LiveFeed.SocketIo.Sample.dll
TESTS := artifacts/bin/LiveFeed.Tests/release/LiveFeed.Tests
BROWSER := artifacts/bin/LiveFeed.Browser/release/LiveFeed.Browser
PAGE := dashboards/app
CLIENT := dashboards/client

.PHONY: help run build test interop fuzz faults bench bench-boards bench-micro simulate screenshots cluster example socketio-sample format clean prerequisites

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: build ## Builds everything and serves http://localhost:5080 until Ctrl+C
	dotnet $(SERVICE)

build: prerequisites $(PAGE)/dist/index.html $(CLIENT)/dist/index.js ## Builds the page, the library for browsers and the service
	dotnet build src/LiveFeed -c Release -v quiet --nologo

test: prerequisites $(PAGE)/dist/index.html $(CLIENT)/dist/index.js ## Runs every test: unit, real sockets, real Chromium
	@tests/run.sh

interop: build ## The tests with other clients, pages and networks that take long, and that make test leaves out
	npm --prefix tests/clients ci --no-fund --no-audit --loglevel=error
	dotnet build LiveFeed.sln -c Release -v quiet --nologo
	$(TESTS) -noColor -trait length=long
	LIVEFEED_CHROMIUM=$$(tests/find-chromium.sh) $(BROWSER) -noColor -trait length=long

fuzz: build ## Gives a million random inputs to what takes any (a failure is printed with its seed: CsCheck_Seed=… repeats it)
	dotnet build tests/LiveFeed.Tests -c Release -v quiet --nologo
	CsCheck_Iter=$${CsCheck_Iter:-2500} $(TESTS) -noColor -showLiveOutput -namespace 'LiveFeed.Tests.Properties*'

faults: build ## Kills, stalls, fills, corrupts: nothing may be lost (ONLY="kill disk", QUICK=1, TIMES=200, SOAK=00:10:00, HOSTILE=00:20:00)
	dotnet build tests/LiveFeed.Faults -c Release -v quiet --nologo
	dotnet $(FAULTS) $(if $(ONLY),--only "$(ONLY)") $(if $(QUICK),--quick) $(if $(TIMES),--times $(TIMES)) $(if $(SOAK),--soak $(SOAK)) $(if $(HOSTILE),--hostile $(HOSTILE))

bench: build ## Measures it beside the floor and peers (ONLY="fanout ingest", QUICK=1, SOAK=10m, JSON=file)
	dotnet build tests/LiveFeed.Bench -c Release -v quiet --nologo
	dotnet $(BENCH) $(if $(ONLY),--only "$(ONLY)") $(if $(QUICK),--quick) $(if $(SOAK),--soak $(SOAK)) $(if $(JSON),--json $(JSON))

bench-boards: build ## Measures the boards in Chromium beside a canvas drawn by hand (ONLY="sparklines charts pixel save day heap", QUICK=1)
	dotnet build tests/LiveFeed.Bench -c Release -v quiet --nologo
	@node tests/LiveFeed.Boards.Bench/main.mjs $(SERVICE) $(BENCH)

bench-micro: build ## Measures single methods
	dotnet build tests/LiveFeed.Bench -c Release -v quiet --nologo
	dotnet $(BENCH) micro

simulate: ## Prints what 100 nodes, 10 million clients and a million events a second would need, of which docs/scaling.md speaks
	dotnet build tests/LiveFeed.Simulation -c Release -v quiet --nologo
	@dotnet artifacts/bin/LiveFeed.Simulation/release/LiveFeed.Simulation.dll

screenshots: build ## Takes pictures of every board and /explore into docs/screenshots, and the README's (ONLY="phone first-post")
	dotnet build tests/LiveFeed.Screenshots -c Release -v quiet --nologo
	dotnet $(SCREENSHOTS) . $(ONLY)

cluster: build ## Starts two nodes, Redis and nginx in front on http://localhost:5080, until Ctrl+C (PORT=5080)
	@PORT=$(PORT) deploy/cluster.sh

example: $(CLIENT)/dist/index.js ## Shows an example on the running service: NAME=machine, weblog, ci, stocks, sensors, auction
	@examples/run.sh $(NAME)

socketio-sample: ## Serves what the official Socket.IO test suites ask of a server, until Ctrl+C (PORT=3000)
	dotnet build tests/LiveFeed.SocketIo.Sample -c Release -v quiet --nologo
	dotnet $(SOCKETIO_SAMPLE) $(or $(PORT),3000)

format: $(PAGE)/node_modules/.package-lock.json ## Formats the C# code and the page as the tests demand it
	dotnet format
	npm --prefix $(PAGE) run --silent format

clean: ## Removes what was built (not the data)
	rm -rf artifacts $(PAGE)/dist $(PAGE)/node_modules $(CLIENT)/dist $(CLIENT)/node_modules tests/openapi/node_modules tests/clients/node_modules

prerequisites:
	@tests/prerequisites.sh

$(PAGE)/node_modules/.package-lock.json: $(PAGE)/package.json $(PAGE)/package-lock.json
	npm --prefix $(PAGE) ci --no-fund --no-audit --loglevel=error

$(PAGE)/dist/index.html: $(PAGE)/node_modules/.package-lock.json $(PAGE)/index.html $(PAGE)/vite.config.ts \
		$(shell find $(PAGE)/src $(PAGE)/public $(PAGE)/compose $(CLIENT)/src -type f 2>/dev/null)
	npm --prefix $(PAGE) run build

$(CLIENT)/dist/index.js: $(PAGE)/node_modules/.package-lock.json $(CLIENT)/package.json $(CLIENT)/tsconfig.json \
		$(shell find $(CLIENT)/src -type f 2>/dev/null)
	npm --prefix $(CLIENT) run build
