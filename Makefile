# GNU make, from 3.81 (which macOS has) on. `make` alone lists what there is.
#
# Paths are relative throughout, so that the checkout may lie in a folder with spaces. What
# variables hold reaches a command through the environment ("$$NAME"), never as shell text; ARGS
# alone is shell text, so that one can quote in it: make test ARGS='-k "feed and not atom"'.
#
# The content may lie elsewhere: make serve CONTENT=../my-feed/content. Or make is run where it lies,
# as the workflows do, with make --file PROGRAM/Makefile; spaces in PROGRAM are then beyond make.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.PHONY: help serve site publish new check start upgrade words test test-live lint audit bench lock clean venv-run venv-publish venv-test venv-bench venv-lock

program := $(filter-out ./,$(dir $(lastword $(MAKEFILE_LIST))))
python := $(program).venv/bin/python

content = $${CONTENT:+"--content=$$CONTENT"}
folders = $(content) $${OUTPUT:+"--output=$$OUTPUT"}

help: ## list what make can do (this)
	@echo 'make TARGET [NAME=value ...]'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(program)Makefile
	@echo
	@echo "  PYTHON=python3.12 chooses the Python; ARGS='...' is passed on to the program. CONTENT=folder is"
	@echo "  where the papers are, OUTPUT=folder where the site goes."

serve: venv-run ## build the site, serve it on this machine, rebuild and reload on each change
	@trap : INT; $(python) $(program)build.py serve $(folders) $(ARGS) || [ $$? -eq 130 ]

site: venv-run ## build the site into _site (BASE_URL=, REPOSITORY=, BRANCH=, TODAY=YYYY-MM-DD or now)
	@[ "$$TODAY" != now ] || TODAY=$$(date -u +%Y-%m-%d); \
	$(python) $(program)build.py build $(folders) $${BASE_URL:+"--base-url=$$BASE_URL"} \
	    $${REPOSITORY:+"--repository=$$REPOSITORY"} $${BRANCH:+"--branch=$$BRANCH"} \
	    $${TODAY:+"--today=$$TODAY"} $(ARGS)

publish: venv-publish ## put the built site where it is visited (TARGET=folder or address, as docs/publish.md tells)
	@$(python) $(program)build.py publish $${OUTPUT:+"--output=$$OUTPUT"} $${TARGET:+"$$TARGET"} $(ARGS)

new: venv-run ## write the file of a paper (WHAT=arXiv id, DOI or address; or FROM=saved answer)
	@$(python) $(program)build.py new $(content) $${FROM:+"--from=$$FROM"} $${WHAT:+"$$WHAT"} $(ARGS)

check: venv-run ## find every problem of the content (FORMAT=, AGAINST=commit, REPOSITORY=, TODAY=; ARGS=--fix mends)
	@[ "$$TODAY" != now ] || TODAY=$$(date -u +%Y-%m-%d); \
	$(python) $(program)build.py check $(content) $${FORMAT:+"--format=$$FORMAT"} $${AGAINST:+"--against=$$AGAINST"} \
	    $${REPOSITORY:+"--repository=$$REPOSITORY"} $${TODAY:+"--today=$$TODAY"} $(ARGS)

# LANGUAGE is also what a system calls the languages of its own messages.
start: venv-run ## make a feed of your own (TITLE=, TAGLINE=, TAG=, LANGUAGE=, TOPICS=; DIR=../my-feed for a new repository)
	@$(python) $(program)build.py start $(content) $${TITLE:+"--title=$$TITLE"} \
	    $${TAGLINE:+"--tagline=$$TAGLINE"} $${TAG:+"--tag=$$TAG"} \
	    $(if $(filter command,$(origin LANGUAGE)),$${LANGUAGE:+"--language=$$LANGUAGE"}) \
	    $${TOPICS:+"--topics=$$TOPICS"} $${DIR:+"--dir=$$DIR"} \
	    $${PROGRAM:+"--program=$$PROGRAM"} $(ARGS)

upgrade: venv-run ## take a newer program into a fork (FROM=remote or address, VERSION=tag, branch or commit)
	@$(python) $(program)build.py upgrade $(content) $${FROM:+"--from=$$FROM"} \
	    $${VERSION:+"--version=$$VERSION"} $${BASE:+"--base=$$BASE"} $(ARGS)
	@$(MAKE) --no-print-directory check ARGS=

words: venv-run ## bring the catalogues of the interface's languages up to date (ADD=it begins one)
	@$(python) $(program)build.py words $${ADD:+"--add=$$ADD"} $(ARGS)

pytest = $(python) -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

test: venv-test ## run the tests of the program, whatever content/ holds
	@$(pytest) $(ARGS)

test-live: venv-test ## test what must hold of any content on that in content/
	@$(pytest) --live $(ARGS)

lint: venv-test ## check style, types and the workflows
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	.venv/bin/zizmor --quiet --offline .github
	$(python) -m check_jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(python) -m check_jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(python) -m check_jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/add-a-paper.yml
	$(python) -m check_jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

audit: venv-test site ## build the site; judge it by the Nu HTML checker, biber, axe and Lighthouse (needs Java, npm, Chromium)
	@sh .ci/audit "$${OUTPUT:-_site}"

bench: venv-bench ## measure speed and size beside other generators
	@.venv-bench/bin/python benchmarks/run.py $(ARGS)

lock: venv-lock ## remake requirements/ from pyproject.toml (ARGS=--upgrade takes the newest)
	$(compile) --output-file requirements/run.txt pyproject.toml $(ARGS)
	$(compile) --output-file requirements/publish.txt --group publish --constraint requirements/run.txt $(ARGS)
	$(compile) --output-file requirements/cluster.txt --group cluster --constraint requirements/run.txt pyproject.toml $(ARGS)
	$(compile) --output-file requirements/test.txt --group test --constraint requirements/run.txt --constraint requirements/publish.txt --constraint requirements/cluster.txt pyproject.toml $(ARGS)
	$(compile) --output-file requirements/bench.txt --group bench pyproject.toml $(ARGS)
	$(compile) --output-file requirements/lock.txt --group lock $(ARGS)

# One file serves every Python and system that we promise. uv writes no index's address into it, and
# wheels alone count, as in .ci/setup.
compile = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
    --only-binary :all: --generate-hashes --custom-compile-command 'make lock'

clean: ## remove everything that make made
	rm -rf _site digest .cache .hypothesis .venv .venv.lock .venv-*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv-run:
	@cd $(or $(program),.) && sh .ci/setup .venv requirements/run.txt

venv-publish:
	@cd $(or $(program),.) && sh .ci/setup .venv requirements/run.txt requirements/publish.txt

venv-test:
	@cd $(or $(program),.) && sh .ci/setup .venv requirements/run.txt requirements/test.txt

venv-bench:
	@cd $(or $(program),.) && sh .ci/setup .venv-bench requirements/bench.txt

venv-lock:
	@cd $(or $(program),.) && sh .ci/setup .venv-lock requirements/lock.txt
