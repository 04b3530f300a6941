# SPDX-License-Identifier: MIT
# tare: times and weighs C. `make help` lists what there is to do.
#
# Sources are found by wildcard: a new file in harness/FOLDER, bench, bench/self, tests (test_*.c)
# or tests/fixtures needs no line here. The public targets see to their dependencies and then call
# this file again for the work, so that what has just been installed is found.

VERSION := $(shell sed -n 's/^.define TARE_VERSION *"\(.*\)"/\1/p' include/tare.h)
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX       ?= /usr/local
BUILD        ?= build
CFLAGS       ?= -O2 -g
BENCH_CFLAGS ?= $(CFLAGS)
PKG_CONFIG   ?= pkg-config
CLANG_FORMAT ?= clang-format
CLANG_TIDY   ?= clang-tidy
JOBS         ?= $(shell nproc)
LAYOUTS      ?=

B   := $(BUILD)$(if $(SAN),/san)
OBJ := $(B)/obj
run  = $(if $(filter /%,$(B)),,./)$(B)

# Flags. A loop whose jump straddles a 64-byte line can take twice as long, so what is timed is
# aligned: the cases here, those of other projects (through tare.pc), and the harness's own loops.

ALIGN_FLAGS   := -falign-functions=64 -falign-loops=64
SAN_FLAGS     := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
BASE_FLAGS    := -std=gnu11 -Wall -Wextra -Wshadow -Wconversion $(WERROR) -pthread -Iinclude
INSIDE_FLAGS  := -Iharness -D_GNU_SOURCE= # empty, as a #define _GNU_SOURCE in a file is
TIMED_FLAGS   := $(ALIGN_FLAGS) $(if $(SAN),$(SAN_FLAGS))

pkg         = $(shell $(PKG_CONFIG) $(1) 2>/dev/null)
LIBCPUID   := $(if $(filter x86_64 i%86,$(shell uname -m)),$(call pkg,--modversion libcpuid))
SQLITE3    := $(call pkg,--modversion sqlite3)
TARE_PKG   := jansson libelf libdw $(if $(LIBCPUID),libcpuid) $(if $(SQLITE3),sqlite3)
TARE_LIBS  := $(call pkg,--libs $(TARE_PKG)) -lm
# What some variants of the suite use; a case whose library is not there is skipped, with the reason.
BENCH_PKG  := $(foreach p,glib-2.0 gmp libcbor,$(if $(call pkg,--modversion $(p)),$(p)))
BENCH_LIBS ?= $(call pkg,--libs jansson $(BENCH_PKG)) -lm
TEST_LIBS  := $(call pkg,--libs criterion)

BENCH_FLAGS   := $(BASE_FLAGS) $(BENCH_CFLAGS) $(TIMED_FLAGS) \
                 $(call pkg,--cflags jansson $(BENCH_PKG)) $(if $(filter glib-2.0,$(BENCH_PKG)),-DHAVE_GLIB) \
                 $(if $(filter gmp,$(BENCH_PKG)),-DHAVE_GMP) $(if $(filter libcbor,$(BENCH_PKG)),-DHAVE_CBOR)
# Relinking redraws where a loop lies within a line only if nothing aligns it to one.
SHUFFLE_FLAGS := -ffunction-sections -falign-functions=16 -DTARE_ALIGN_=16
RELINK_FLAGS  := $(subst $(ALIGN_FLAGS),$(SHUFFLE_FLAGS),$(BENCH_FLAGS))
HARNESS_FLAGS := $(BASE_FLAGS) $(INSIDE_FLAGS) $(CFLAGS) $(TIMED_FLAGS) -fPIE \
                 $(call pkg,--cflags $(TARE_PKG)) $(if $(LIBCPUID),-DHAVE_LIBCPUID) \
                 $(if $(SQLITE3),-DHAVE_SQLITE3)
HEAP_FLAGS    := $(BASE_FLAGS) $(INSIDE_FLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -fno-builtin \
                 -fasynchronous-unwind-tables
# The unwinder is linked in and hidden: the case's exceptions go on being those of its own.
HEAP_LINK     := -static-libgcc -Wl,--exclude-libs,ALL
SHARED_FLAGS  := -shared -Wl,-z,defs -Wl,-z,now
TEST_FLAGS    := $(HARNESS_FLAGS) -Itests $(call pkg,--cflags criterion)

# What the results say of the build.
CC_VERSION := $(shell $(CC) --version 2>/dev/null | head -n 1)
REVISION   := $(shell git -c safe.directory='*' describe --always --dirty --abbrev=12 \
                --exclude='*' 2>/dev/null || echo unknown)

# Sources, objects and what is made of them. libtare.a goes into other people's programs and so is
# slim: libc alone (tests/check/slim.sh).

SLIM_SRC     := $(wildcard harness/measure/*.c) harness/sys/clock.c harness/base/err.c
HEAP_SRC     := $(wildcard harness/heap/preload*.c)
SAMPLER_SRC  := $(wildcard harness/profile/preload*.c)
MAIN_SRC     := harness/measure/main.c harness/cmd/main.c
HARNESS_SRC  := $(filter-out $(HEAP_SRC) $(SAMPLER_SRC) $(MAIN_SRC),$(wildcard harness/*/*.c))
BENCH_SRC    := $(wildcard bench/*.c)
STUDY_SRC    := $(wildcard bench/self/study*.c)
SELF_SRC     := $(filter-out $(STUDY_SRC),$(wildcard bench/self/*.c))
# In bench/self NAME_cases.c is a bench executable, any other file a program on the harness and on
# study*.c.
SELF_CASES   := $(filter %_cases.c,$(SELF_SRC))
TEST_SRC     := $(wildcard tests/test_*.c tests/support*.c)
FIXTURE_SRC  := $(wildcard tests/fixtures/*.c)
PREFIX_SRC   := $(shell grep -l TARE_PREFIX harness/*/*.c 2>/dev/null)
C_FILES      := $(filter-out tests/oracle/%,$(wildcard include/*.h harness/*/*.[ch] bench/*.[ch] \
                  bench/*/*.[ch] tests/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch]))

objects      = $(1:%.c=$(OBJ)/%.o)
HARNESS_OBJ := $(call objects,$(HARNESS_SRC))
HEAP_OBJ    := $(call objects,$(HEAP_SRC))
SAMPLER_OBJ := $(call objects,$(SAMPLER_SRC))
BENCH_OBJ   := $(call objects,$(BENCH_SRC))
SELF_OBJ    := $(call objects,$(SELF_SRC))
STUDY_OBJ   := $(call objects,$(STUDY_SRC))
TEST_OBJ    := $(call objects,$(TEST_SRC))
FIXTURES    := $(FIXTURE_SRC:tests/%.c=$(B)/%)
SELF        := $(SELF_SRC:bench/%.c=$(B)/%)
RELINK_OBJ  := $(BENCH_SRC:%.c=$(OBJ)/relink/%.o)
RELINK_SELF := $(OBJ)/relink/bench/self/layout_cases.o
RELINK_LINK := $(OBJ)/relink_info.o $(B)/libtare.a bench/relink.sh
PRODUCTS    := $(addprefix $(B)/,libtare.a libtare-heap.so libtare-sample.so tare bench)

# Words. V=1 shows whole command lines.

Q     := $(if $(V),,@)
say    = $(if $(V),,@printf '  %-6s %s\n' $(1) $(2))
quote  = '$(subst ','\'',$(1))'
c_text = "$(subst ",\",$(subst \,\\,$(1)))"
deps   = @CC=$(call quote,$(CC)) PKG_CONFIG=$(call quote,$(PKG_CONFIG)) .ci/deps
again  = @+$(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))

define compile
@mkdir -p $(@D)
$(call say,CC,$<)
$(Q)$(CC) $(1) -MMD -MP -c -o $@ $<
endef

define link
@mkdir -p $(@D)
$(call say,LINK,$@)
$(Q)$(CC) $(1) $(LDFLAGS) -Wl,--as-needed -o $@ $(filter-out %.list,$^) $(2)
endef

# Writes lines (quoted for the shell) to the target, which keeps its age where they are the same.
define rewrite
@mkdir -p $(@D)
@printf '%s\n' $(1) >$@.new; if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
endef

# Links once more, with the code shuffled by the number of the folder.
define relink
$(call say,RELINK,$@)
$(Q)bench/relink.sh $* $@ $(filter $(OBJ)/relink/%,$^) -- $(CC) $(RELINK_FLAGS) $(LDFLAGS) \
    -Wl,--as-needed $(filter %.o %.a,$^) $(BENCH_LIBS)
endef

ifneq ($(LAYOUTS),)
ifneq ($(shell [ '$(LAYOUTS)' -ge 1 ] 2>/dev/null && echo whole),whole)
$(error LAYOUTS=$(LAYOUTS): expected a whole number above 0)
endif
endif
layouts    = $(if $(LAYOUTS),$(patsubst %,$(B)/layout-%,$(shell seq $(LAYOUTS))))
# Links of an earlier run with more LAYOUTS would match the pattern too.
few_layouts = $(Q)rm -rf $(filter-out $(layouts),$(wildcard $(B)/layout-*))

.DELETE_ON_ERROR:
.SECONDARY: $(RELINK_OBJ) $(RELINK_SELF) $(OBJ)/relink_info.o
.PHONY: all bench ab test test-browser check profile coupling selftest linear walk relink-proof deps deps-browser install uninstall clean format \
    help FORCE

all: ## Build everything (the default)
	$(deps) --look --lenient build
	$(again) do-all

bench: ## Build and run the benchmarks: FILTER=regex, ARGS='--quick ...', LAYOUTS=10 links of them
	$(deps) --lenient bench
	$(again) do-bench

ab: ## Build the suite at BASE=revision and measure it against this one: FILTER, ARGS='--fail-above 3%'
	@bench/ab.sh $(call quote,$(BASE))
	$(deps) --lenient bench
	$(again) do-ab

test: ## Run the tests: SAN=1 with sanitizers, ARGS='--filter sys/*'
	$(deps) --lenient test
	$(again) do-test

check: ## Layers, layout, warnings of gcc and clang, clang-tidy
	$(deps) --lenient check
	$(again) -k do-check

profile: ## What each line of a case takes: CASE=GROUP/VARIANT[/SIZE], ARGS='--asm ...'
	$(deps) --lenient bench
	$(again) do-profile

coupling: ## Measure what arms that are measured together do to each other
	$(deps) --lenient bench
	$(again) do-coupling

selftest: ## Measure how often a verdict is wrong (an hour; QUICK=1 five minutes)
	$(deps) --lenient bench
	$(again) do-selftest

linear: ## Measure that twice the work takes twice the time, and what the loop costs
	$(deps) --lenient bench
	$(again) do-linear

walk: ## Measure what the walk over a million blocks takes, and what the heap's books cost an event
	$(deps) --lenient bench
	$(again) do-walk

relink-proof: ## Show that identical loops differ in one link and not over LAYOUTS=10
	$(deps) --lenient bench
	$(again) do-relink-proof LAYOUTS=$(or $(LAYOUTS),10)

test-browser: ## Look at report.html in headless Chromium; screenshots go to build/browser
	$(deps) --lenient test
	$(again) do-test-browser

deps-browser: ## Install Chromium, which test-browser needs
	$(deps) browser

deps: ## Install what building, benchmarks, tests and checks need and is missing
	$(deps) bench test check

install: all ## Install below PREFIX (/usr/local), staged in DESTDIR
	$(again) do-install

uninstall: ## Remove what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,$(INSTALLED))

format: ## Lay out every C file as .clang-format says
	$(call say,FORMAT,'all C files')
	$(Q)$(CLANG_FORMAT) -i $(C_FILES)

clean: ## Remove what was built; results/ stays
	rm -rf $(BUILD)

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | while IFS="	" read -r name text; do \
	    printf 'make %-12s %s\n' "$$name" "$$text"; done
	@echo 'Variables: CC CFLAGS BENCH_CFLAGS LDFLAGS PREFIX BUILD JOBS; V=1 shows command lines'

# Building

.PHONY: do-all do-bench do-ab do-test do-test-browser do-check do-profile do-coupling do-selftest do-linear do-walk do-relink-proof do-install

do-all: $(PRODUCTS)

$(B)/libtare.a: $(call objects,$(SLIM_SRC))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/libtare-heap.so: $(HEAP_OBJ)
	$(call link,$(HEAP_FLAGS) $(SHARED_FLAGS) $(HEAP_LINK))

$(B)/libtare-sample.so: $(SAMPLER_OBJ)
	$(call link,$(HEAP_FLAGS) $(SHARED_FLAGS))

$(B)/tare: $(HARNESS_OBJ) $(OBJ)/harness/cmd/main.o $(OBJ)/harness_info.o
	$(call link,$(HARNESS_FLAGS),$(TARE_LIBS))

# Of a file that was deleted no object is newer: the list of sources tells.
$(B)/bench: $(BENCH_OBJ) $(OBJ)/bench_info.o $(B)/libtare.a $(OBJ)/bench.list
	$(call link,$(BENCH_FLAGS),$(BENCH_LIBS))

$(B)/layout-%/bench: $(RELINK_OBJ) $(RELINK_LINK) $(OBJ)/bench.list
	$(call relink)

$(B)/layout-%/layout_cases: $(RELINK_SELF) $(RELINK_LINK)
	$(call relink)

$(B)/self/%_cases: $(OBJ)/bench/self/%_cases.o $(OBJ)/bench_info.o $(B)/libtare.a
	$(call link,$(BENCH_FLAGS),$(BENCH_LIBS))

$(filter-out %_cases,$(SELF)): $(B)/self/%: $(OBJ)/bench/self/%.o $(STUDY_OBJ) $(HARNESS_OBJ)
	$(call link,$(HARNESS_FLAGS),$(TARE_LIBS))

$(B)/unit: $(TEST_OBJ) $(HARNESS_OBJ)
	$(call link,$(TEST_FLAGS),$(TEST_LIBS) $(TARE_LIBS))

# One step, since NAME.flags may hold flags of the compiler and of the linker.
$(FIXTURES): $(B)/fixtures/%: tests/fixtures/%.c $(OBJ)/bench_info.o $(B)/libtare.a $(OBJ)/bench.flags \
    $(wildcard tests/fixtures/*.flags tests/fixtures/*/*.[ch])
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(BENCH_FLAGS) -MMD -MP -MF $@.d -o $@ $< $(filter %.o %.a,$^) $(LDFLAGS) -lm \
	    $(file <tests/fixtures/$*.flags)

$(HEAP_OBJ) $(SAMPLER_OBJ): $(OBJ)/%.o: %.c $(OBJ)/harness.flags
	$(call compile,$(HEAP_FLAGS))

$(OBJ)/harness/%.o: harness/%.c $(OBJ)/harness.flags
	$(call compile,$(HARNESS_FLAGS) $(PREFIX_FLAG))

$(call objects,$(filter-out $(SELF_CASES),$(SELF_SRC))) $(STUDY_OBJ): $(OBJ)/%.o: %.c $(OBJ)/harness.flags
	$(call compile,$(HARNESS_FLAGS))

$(OBJ)/bench/%.o: bench/%.c $(OBJ)/bench.flags
	$(call compile,$(BENCH_FLAGS))

$(OBJ)/relink/%.o: %.c $(OBJ)/bench.flags
	$(call compile,$(RELINK_FLAGS))

$(OBJ)/tests/%.o: tests/%.c $(OBJ)/tests.flags
	$(call compile,$(TEST_FLAGS))

$(OBJ)/%_info.o: $(OBJ)/%_info.c
	$(call compile,$(BASE_FLAGS) $(CFLAGS))

$(call objects,$(PREFIX_SRC)): PREFIX_FLAG = -DTARE_PREFIX=$(call quote,$(call c_text,$(PREFIX)))
$(call objects,$(PREFIX_SRC)): $(OBJ)/prefix

$(OBJ)/harness.flags: FORCE
	$(call rewrite,$(call quote,$(CC_VERSION) $(CC) $(HARNESS_FLAGS) $(HEAP_FLAGS) $(HEAP_LINK) $(LDFLAGS)))
$(OBJ)/bench.flags: FORCE
	$(call rewrite,$(call quote,$(CC_VERSION) $(CC) $(BENCH_FLAGS) $(LDFLAGS)))
$(OBJ)/bench.list: FORCE
	$(call rewrite,$(BENCH_SRC))
$(OBJ)/tests.flags: FORCE
	$(call rewrite,$(call quote,$(CC_VERSION) $(CC) $(TEST_FLAGS)))
$(OBJ)/prefix: FORCE
	$(call rewrite,$(call quote,$(PREFIX)))

build_info = $(call quote,const char *const tare_build_compiler = $(call c_text,$(CC_VERSION));) \
    $(call quote,const char *const tare_build_flags = $(call c_text,$(strip $(filter-out -W% -I%,$(1))));) \
    $(call quote,const char *const tare_build_revision = $(call c_text,$(REVISION));)
$(OBJ)/bench_info.c: FORCE
	$(call rewrite,$(call build_info,$(BENCH_FLAGS)))
$(OBJ)/relink_info.c: FORCE
	$(call rewrite,$(call build_info,$(RELINK_FLAGS)))
$(OBJ)/harness_info.c: FORCE
	$(call rewrite,$(call build_info,$(HARNESS_FLAGS)))

-include $(patsubst %.o,%.d,$(call objects,$(wildcard harness/*/*.c)) $(BENCH_OBJ) $(SELF_OBJ) \
    $(STUDY_OBJ) $(RELINK_OBJ) $(RELINK_SELF) $(TEST_OBJ)) $(addsuffix .d,$(FIXTURES))

# Running

do-bench: $(PRODUCTS) $(if $(LAYOUTS),$(addsuffix /bench,$(layouts)))
	$(if $(LAYOUTS),$(few_layouts))
	@$(if $(LAYOUTS),$(run)/tare run --layouts '$(B)/layout-*/bench',$(run)/bench) $(if $(FILTER),--filter $(call quote,$(FILTER))) $(ARGS)

do-ab: $(PRODUCTS)
	@$(if $(findstring n,$(firstword -$(MAKEFLAGS))),,+)bench/ab.sh $(call quote,$(BASE)) $(run) $(if $(FILTER),--filter $(call quote,$(FILTER))) $(ARGS)

do-test: $(PRODUCTS) $(FIXTURES) $(B)/unit
	@$(if $(SAN),TARE_TEST_SAN=1) tests/check/test.sh $(B) $(ARGS)

# A build of its own counts how often each line is executed; without optimization lines stay lines.
do-profile: $(PRODUCTS)
	$(if $(CASE),,$(error CASE=: expected CASE=GROUP/VARIANT[/SIZE], see $(run)/bench --list))
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/gcov BENCH_CFLAGS='-O0 -g --coverage' $(BUILD)/gcov/bench
	@$(run)/tare profile $(run)/bench $(call quote,$(CASE)) --hits $(BUILD)/gcov/bench $(ARGS)

do-test-browser: $(PRODUCTS) $(FIXTURES)
	@tests/browser/browser.sh $(B)

do-coupling: $(PRODUCTS) $(SELF)
	@$(run)/self/coupling $(ARGS)

do-selftest: $(PRODUCTS) $(SELF)
	@$(run)/self/selftest --csv $(B)/selftest.csv $(if $(QUICK),--share 8%) $(ARGS)

do-linear: $(PRODUCTS) $(SELF)
	@bench/self/linear.sh $(B) $(ARGS)

do-walk: $(PRODUCTS) $(SELF)
	@$(run)/self/walk $(ARGS)
	@$(run)/self/walk 3 10000000
	@$(run)/self/books

do-relink-proof: $(PRODUCTS) $(addsuffix /layout_cases,$(layouts))
	$(few_layouts)
	@bench/self/relink_proof.sh $(B) $(ARGS)

# Checking

.PHONY: check-house check-layers check-format check-slim check-tidy check-gcc check-clang compiled

do-check: check-house check-layers check-format check-slim check-tidy check-gcc check-clang
	@echo 'check: all is well'

check-house:
	$(call say,CHECK,house)
	$(Q)tests/check/house.sh

check-layers:
	$(call say,CHECK,layers)
	$(Q)tests/check/layers_test.sh && tests/check/layers.sh

check-format:
	$(call say,CHECK,format)
	$(Q)$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)

check-slim: $(B)/libtare.a $(B)/libtare-heap.so
	$(call say,CHECK,slim)
	$(Q)CC=$(call quote,$(CC)) tests/check/slim.sh $(B)

check-gcc check-clang: check-%:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/check-$* CC=$* WERROR=-Werror compiled

compiled: $(PRODUCTS) $(SELF) $(FIXTURES) $(TEST_OBJ)

check-tidy: $(patsubst %.c,$(OBJ)/tidy/%,$(HARNESS_SRC) $(HEAP_SRC) $(SAMPLER_SRC) $(MAIN_SRC) $(BENCH_SRC))

$(OBJ)/tidy/%: %.c .clang-tidy $(filter %.h,$(C_FILES)) $(OBJ)/harness.flags
	@mkdir -p $(@D)
	$(call say,TIDY,$<)
	$(Q)$(CLANG_TIDY) --quiet $(TIDY_FLAGS) $< -- -std=gnu11 -Iinclude $(INSIDE_FLAGS) \
	    $(patsubst -I%,-isystem%,$(sort $(filter -DHAVE% -I/%,$(HARNESS_FLAGS) $(BENCH_FLAGS)))) \
	    -DTARE_PREFIX='""' >$@.log 2>&1 || { cat $@.log; exit 1; }
	@touch $@

# It defines functions whose parameters libc's headers call __ptr and __size.
$(HEAP_SRC:%.c=$(OBJ)/tidy/%) $(SAMPLER_SRC:%.c=$(OBJ)/tidy/%): TIDY_FLAGS = \
    --checks=-readability-inconsistent-declaration-parameter-name
# The analyzer of clang 14 takes a bit-field that was set for one that was not.
$(BENCH_SRC:%.c=$(OBJ)/tidy/%): TIDY_FLAGS = \
    --checks=-clang-analyzer-core.UndefinedBinaryOperatorResult
# Nor can it follow counts and arrays of owners, over which it sits for minutes. Valgrind can.
$(addprefix $(OBJ)/tidy/bench/,allocator bigdict cycle dict fragment records refcount slots): TIDY_FLAGS = \
    --checks=-clang-analyzer-*

# Installing

INSTALLED := include/tare.h lib/libtare.a lib/libtare-heap.so lib/libtare-sample.so lib/pkgconfig/tare.pc bin/tare \
    share/man/man1/tare.1 share/bash-completion/completions/tare share/zsh/site-functions/_tare
into       = $(Q)install -D -m $(1) $(2) $(call quote,$(DESTDIR)$(PREFIX)/$(3))

do-install: $(PRODUCTS)
	$(call say,INSTALL,$(DESTDIR)$(PREFIX))
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@ALIGN_FLAGS@|$(ALIGN_FLAGS)|' \
	    harness/tare.pc.in >$(B)/tare.pc
	$(call into,644,include/tare.h,include/tare.h)
	$(call into,644,$(B)/libtare.a,lib/libtare.a)
	$(call into,755,$(B)/libtare-heap.so,lib/libtare-heap.so)
	$(call into,755,$(B)/libtare-sample.so,lib/libtare-sample.so)
	$(call into,644,$(B)/tare.pc,lib/pkgconfig/tare.pc)
	$(call into,755,$(B)/tare,bin/tare)
	$(call into,644,harness/cmd/tare.1,share/man/man1/tare.1)
	$(call into,644,harness/cmd/completion.bash,share/bash-completion/completions/tare)
	$(call into,644,harness/cmd/completion.zsh,share/zsh/site-functions/_tare)
