# What a developer does here. `make help` lists it.

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.7.0
MODULES     := $(patsubst %/go.mod,%,$(wildcard checks/*/go.mod))
SKIPPED     := $(CURDIR)/bin/skipped
GOTEST      := go run ./checks/gotest -skipped $(SKIPPED)
FUZZTIME    ?= 10s
SEEDS       ?= 500
FROM        ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo build web desk pictures quick test tests check format vet lint fresh race plain modules parts bench real fuzz crash

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## serve an exercise on this machine: people, keys, things to try
	./bin/truce demo

build: desk ## the program, without a C compiler, as bin/truce
	CGO_ENABLED=0 go build -trimpath -buildvcs=auto -o bin/truce ./cmd/truce

# The desk is built when its sources are newer than what was built; that needs Node.js 20.
# Without it the program is built without a desk, and says so when asked for one.
NODE20 := command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null
WEBSOURCES := $(wildcard $(shell git ls-files --cached --others --exclude-standard web | grep -Ev '\.go$$|^web/(test|unit|bench|dist)/'))
desk:
	@if $(NODE20); then $(MAKE) --no-print-directory web/dist/index.html; \
	elif [ ! -f web/dist/index.html ]; then echo "Node.js 20 with npm is not here: the program is built without the desk."; fi

web/dist/index.html: web/node_modules/.package-lock.json $(WEBSOURCES)
	cd web && npm run --silent generate && npm run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
	@touch $@

web: build ## build the desk, look over its code, and try it in a real browser
	cd web && npm run --silent generate
	@$(MAKE) --no-print-directory -j2 web-types web-lint web-formatted web-unit
	cd web && npm test

web-%:
	cd web && npm run --silent $*

pictures: build ## take the README's pictures of the screens, into docs/screens
	cd web && PICTURES=$(CURDIR)/docs/screens npx playwright test pictures

test: parts ## everything that must pass before a change is kept
	@mkdir -p bin && rm -f $(SKIPPED)
	@for part in check plain race modules web; do \
		began=$$(date +%s); $(MAKE) --no-print-directory $$part || exit 1; echo "make $$part took $$(($$(date +%s) - began)) s"; \
	done
	@$(GOTEST) -tell $(SKIPPED)

quick: format vet ## the program and the tests that need no browser, no PostgreSQL, no whole programs: under two minutes
	go build -o bin/truce ./cmd/truce
	go test $$(go list ./... | grep -Ev '$(WHOLE)')

check: format vet lint fresh ## format, vet, lint, generated files

format:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

vet:
	go vet ./...
	@for module in checks/*/go.mod; do go -C $${module%/go.mod} vet ./... || exit 1; done

lint:
	go run $(STATICCHECK) ./...

# Generated files are in the repository; generating them again must change nothing.
fresh:
	@before=$$(git diff | sha256sum); go generate ./...; after=$$(git diff | sha256sum); \
	if [ "$$before" != "$$after" ]; then echo "go generate changed files: commit them"; git diff --stat; exit 1; fi

# Not under the race detector, which makes tests four to ten times slower: those that run whole
# programs, kill them, play whole scenarios or import whole tables (what they drive is under it,
# below them), and nouns, which are pure functions. A new package is under it unless it is here.
WHOLE := /copies|/backup|/importer|/exercise|/cmd/|/checks/
PLAIN := $(WHOLE)|^truce/noun|^truce$$
# Of the packages under it, tests that do one thing after the other and take long: they tell whole stories, or ask every page.
ALONE := ^Test(TwoOffices|Explanation|Stories|Released|Rebuild_derives|Pages|Description|Tables|Schemas|Headers|Law_|PublicEdition|Resolve)
race:
	$(GOTEST) -- -race -timeout 20m -skip '$(ALONE)' $$(go list ./... | grep -Ev '$(PLAIN)')

crash: ## the office on a disk that loses power, SEEDS of them (500) FROM one on; a seed that failed belongs into checks/crash/seeds
	go test -count=1 -timeout 60m ./checks/crash -bites -seeds $(SEEDS) -from $(FROM)

plain: build
	$(GOTEST) -- -timeout 9m $$(go list ./... | grep -E '$(PLAIN)')
	$(GOTEST) -- -timeout 9m -run '$(ALONE)' $$(go list ./... | grep -Ev '$(PLAIN)')

# Checks by programs that are not ours are modules of their own: what they need, we do not.
modules:
	@for module in $(MODULES); do \
		echo "go test ./... in $$module"; (cd $$module && go vet ./...) && $(GOTEST) -in $$module -- -timeout 9m ./... || exit 1; \
	done

parts:
	.ci/parts.sh

bench: parts build ## benchmarks with their peers in one run; writes docs/performance.md
	.ci/bench.sh

real: build ## real data (TRUCE_DATA) through the whole program: import, kill, export, check, damage, cosign, forge
	.ci/real.sh

fuzz: ## fuzz every parser for a short time (FUZZTIME=10s)
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done
