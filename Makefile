# The commands of everyday work. `make stack` renders the default stack, `make test` runs every test.
BUILD ?= build/release
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)

.PHONY: all deps build program stack test mutants faults lint tidy asan fuzz bench package image golden references pictures install clean

all: build

# Installs what is missing with apt-get, and says so; does nothing when all is there.
deps:
	@src/tools/deps

# The program and its tests.
build: deps
	@cmake --preset release -B $(BUILD) $(CMAKE_FLAGS) -DVEND_BUILD_TESTS=ON >/dev/null
	@cmake --build $(BUILD) -j $(JOBS)

# The program alone, with what it needs; a folder that has the tests keeps them.
program:
	@src/tools/deps --program
	@cmake --preset release -B $(BUILD) $(CMAKE_FLAGS) -DVEND_BUILD_TESTS=$(if $(wildcard $(BUILD)/tests),ON,OFF) >/dev/null
	@cmake --build $(BUILD) -j $(JOBS) --target vend

stack: program
	@$(BUILD)/vend generate -o build/stack

# CTEST: more arguments for ctest, such as CTEST='-R unit'.
test: build
	@src/tools/run-tests $(BUILD) -j $(JOBS) $(foreach word,$(CTEST),'$(word)')

# A sample of small mistakes in the sources, and how many of them the unit tests find; MUTANTS=60 SEED=1.
mutants: build
	@src/tools/mutants --count $(or $(MUTANTS),30) --seed $(or $(SEED),1)

# clang-tidy over every source, some minutes long.
tidy: deps
	@src/tools/tidy

# Every external call of the scripts in every way to fail, an hour long; `make test` runs a part of it.
faults: build
	@VEND=$(BUILD)/vend tests/faults/run --wire
	@VEND=$(BUILD)/vend tests/faults/run

lint: build
	@src/tools/lint $(BUILD)

# The unit tests with the address and undefined-behaviour sanitizers; but for those that read the sources and run nothing of the program.
asan: deps
	@cmake --preset asan >/dev/null
	@cmake --build build/asan -j $(JOBS) --target vend_tests
	@build/asan/tests/vend_tests '~[architecture]~[wording]'

# Any bytes into the readers, the evaluator and the checks, FUZZ_SECONDS (20) for each target.
fuzz: build
	@src/tools/fuzz $(BUILD)

bench: build
	@python3 -B tests/benchmark/bench.py $(BUILD)

# A static tarball, a .deb, rendered templates and their checksums, in $(BUILD)/package.
package: build
	@src/tools/package $(BUILD)

# An OCI image for pipelines, without a container daemon, in $(BUILD)/image.
image: package
	@src/tools/image $(BUILD)

# Rewrites what templates become, and their previews, after a wanted change.
golden: build
	@UPDATE_GOLDEN=1 $(BUILD)/tests/vend_tests "[golden]"

# Rewrites the generated references.
references: program
	@$(BUILD)/vend reference spec > docs/spec.md
	@$(BUILD)/vend reference parameters > docs/parameters.md
	@$(BUILD)/vend reference rules > docs/rules.md

# The pictures of the docs, as the program draws them, and screenshots of the live page from its tests in a browser.
pictures: build
	@src/tools/pictures $(BUILD)/vend
	@VEND=$(BUILD)/vend WORK=$(BUILD)/tests/browser PICTURES=$(BUILD)/pictures tests/browser/run
	@cp $(BUILD)/pictures/serve-1600-light.png docs/pictures/serve.png

install: program
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	@rm -rf build
