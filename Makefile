# Riscontro: one non-recursive makefile. `make help` lists the targets; MODE is release, asan, cov or
# fuzz, and everything built goes to build/$(MODE).

MODE ?= release
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

B := build/$(MODE)
CC ?= gcc
PKG_CONFIG ?= pkg-config
PYTHON ?= /usr/bin/python3

# Libraries by pkg-config name; those without a .pc file by -l name.
PACKAGES := sqlite3 libxml-2.0 expat libzip libarchive libssh2 libcurl jansson libqrencode libdmtx \
	xlsxwriter libconfig libcrypto libseccomp libutf8proc libisal libdeflate zlib libjpeg
PLAIN_LIBS := -lcsv -lhpdf -lm -lpthread

ifneq ($(filter-out deps help clean demo check ci,$(or $(MAKECMDGOALS),all)),)
MISSING := $(shell for p in $(PACKAGES); do $(PKG_CONFIG) --exists $$p || echo $$p; done)
ifneq ($(MISSING),)
$(error missing libraries: $(MISSING). Run 'make deps' (as root) to install them)
endif
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES))
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wnull-dereference -Wno-overlength-strings
ifdef CI
WARNINGS += -Werror
endif

CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_cov := -O0 -g --coverage
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS_release := -Wl,--as-needed,-z,relro,-z,now
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_cov := --coverage
LDFLAGS_fuzz := -fsanitize=address,undefined

ifeq ($(MODE),fuzz)
CC := clang
endif

ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -fvisibility=hidden -Iengine -I. -I$(B)/generated \
	-DRISCONTRO_VERSION='"$(VERSION)"' \
	-DRISCONTRO_SHARE='"$(PREFIX)/share/riscontro"' $(WARNINGS) $(CFLAGS_$(MODE)) $(CFLAGS)
ALL_LDFLAGS := $(LDFLAGS_$(MODE)) $(LDFLAGS)

SOURCES := $(sort $(wildcard engine/*.c engine/*/*.c formats/*.c spool/*.c))
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
LIBRARY_OBJECTS := $(filter-out $(B)/engine/main.o,$(OBJECTS))
LIBRARY := $(B)/libriscontro.a
PROGRAM := $(B)/riscontro

UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.c))
UNITS := $(UNIT_SOURCES:tests/unit/%.c=$(B)/unit/%)
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/*_fuzz.c))
FUZZERS := $(FUZZ_SOURCES:tests/fuzz/%.c=$(B)/fuzz/%)
PEER_SOURCES := $(sort $(wildcard tests/peers/*.c))
PEERS := $(PEER_SOURCES:tests/peers/%.c=$(B)/peers/%)
BENCH_SOURCES := $(sort $(wildcard tests/bench/*.c))
BENCHES := $(BENCH_SOURCES:tests/bench/%.c=$(B)/bench/%)

.PHONY: manual peers check-peers all help deps check corpus ci units fuzzers benches style asan valgrind demo bench install clean accept
.DEFAULT_GOAL := all

all: $(PROGRAM) ## build the program (build/$(MODE)/riscontro)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

deps: ## install what building and testing need (Debian packages, fonts; root or sudo)
	@sh .ci/deps

# The sample configuration as a C string literal, for `riscontro init`.
$(B)/generated/conf_sample.inc: conf/riscontro.conf
	@mkdir -p $(@D)
	@sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@

$(B)/engine/command/work.o: $(B)/generated/conf_sample.inc

# The sample of albo.rules, for `riscontro template rules`.
$(B)/generated/rules_sample.inc: conf/albo.rules
	@mkdir -p $(@D)
	@sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< >$@

$(B)/engine/command/template.o: $(B)/generated/rules_sample.inc

# The layouts that the program carries: {"name", "text"} for each file.
LAYOUTS := $(sort $(wildcard conf/layouts/*.layout))
$(B)/generated/layouts.inc: $(LAYOUTS) Makefile
	@mkdir -p $(@D)
	@for f in $(LAYOUTS); do printf '{"%s",\n' "$$(basename "$$f" .layout)"; \
		sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' "$$f"; echo '},'; done >$@

$(B)/engine/intake/layout_library.o: $(B)/generated/layouts.inc

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -c $< -o $@

$(LIBRARY): $(LIBRARY_OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(PROGRAM): $(B)/engine/main.o $(LIBRARY)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) $^ $(PKG_LIBS) $(PLAIN_LIBS) -o $@

$(B)/unit/%: tests/unit/%.c tests/unit/test.h $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  TEST  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -Itests/unit -MMD -MP -MF $@.d $< $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -lcmocka -o $@

$(B)/bench/%: tests/bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -MF $@.d $< $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

$(B)/notice/%: tests/notice/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -MF $@.d $< $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

$(B)/fuzz/%: tests/fuzz/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) -DWITH_FUZZER $(PKG_CFLAGS) -MMD -MP -MF $@.d $< $(LIBRARY) -fsanitize=fuzzer $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

# All fuzz targets in one program that needs no fuzzer.
REPLAYED := $(FUZZ_SOURCES:tests/fuzz/%.c=$(B)/fuzz-replayed/%.o)
$(B)/fuzz-replayed/%.o: tests/fuzz/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -DLLVMFuzzerTestOneInput=$* -D__asan_default_options=$*_options -MMD -MP -c $< -o $@

$(B)/generated/fuzz_targets.inc: $(FUZZ_SOURCES)
	@mkdir -p $(@D)
	@printf 'TARGET(%s)\n' $(FUZZ_SOURCES:tests/fuzz/%.c=%) >$@

$(B)/fuzz-replay: tests/fuzz/replay.c $(B)/generated/fuzz_targets.inc $(REPLAYED) $(LIBRARY)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) $< $(REPLAYED) $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

# The crash tests: libraries to preload (never with ASan) and a small engine to prove one on.
CRASH := $(B)/crash/crashpoint.so $(B)/crash/killer.so $(B)/crash/late.so $(B)/crash/toy
$(B)/crash/%.so: tests/crash/%.c tests/crash/named.h
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -g -fPIC -shared $< -o $@ -ldl

$(B)/crash/toy: tests/crash/toy.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -MF $@.d $< $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

$(B)/peers/%: tests/peers/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -MF $@.d $< $(LIBRARY) $(ALL_LDFLAGS) $(PKG_LIBS) $(PLAIN_LIBS) -o $@

.PHONY: crash
crash: $(CRASH) ## build what the crash tests preload and run

peers: $(PEERS) ## build the programs that the tests with real peers drive
units: $(UNITS) ## build the unit test programs
benches: $(BENCHES) ## build the measuring programs
fuzzers: ## build the libFuzzer targets (clang)
	@$(MAKE) --no-print-directory MODE=fuzz fuzzers-built
.PHONY: fuzzers-built fuzz
fuzzers-built: $(FUZZERS)
SECONDS ?= 60
JOURNAL ?= build/fuzz.journal
fuzz: ## run a fuzz target: TARGET=name (or several; none: all) SECONDS=60 JOURNAL=build/fuzz.journal
	@$(MAKE) --no-print-directory MODE=fuzz $(if $(TARGET),$(TARGET:%=build/fuzz/fuzz/%_fuzz),fuzzers-built)
	@tests/fuzz/run $(JOURNAL) $(SECONDS) $(TARGET)

check: ## install what is missing, build, run every test (release, and ASan+UBSan)
	@sh .ci/deps --quiet
	@$(MAKE) --no-print-directory check-built
.PHONY: check-built
check-built: $(PROGRAM) $(CRASH)
	@$(MAKE) --no-print-directory MODE=asan all units peers build/asan/fuzz-replay
	@tests/run

demo: ## install what is missing, build, run the main job on the samples, show the result
	@sh .ci/deps --quiet
	@$(MAKE) --no-print-directory all
	@tests/demo

bench-notices: benches ## what printing notices costs, beside other PDF writers that are installed
	@tests/bench/notices.sh $(B)/bench/notices
bench-match: $(B)/bench/bench_flow $(B)/bench/bench_match $(B)/bench/bench_book ## reading 10,000 flows with 1,000,000 payments beside libxml2, matching them beside SQLite's join, booking them
	@$(B)/bench/bench_flow
	@$(B)/bench/bench_match 100000 10000 1000000 join
	@$(B)/bench/bench_book
bench-booking: $(PROGRAM) ## whole runs that book flows, reading, matching and archiving included: payments per CPU second
	@tests/bench/booking.sh
bench-read: $(B)/bench/bench_read ## what a million rows of a workbook and of a CSV cost, beside other readers and the floors
	@$(PYTHON) tests/bench/bench_read.py $(B)/bench/bench_read build/bench $(ROWS)
bench-sftp: peers ## 10,000 files of 20 kB over one SFTP connection, beside OpenSSH's sftp and lftp with four
	@tests/bench/sftp.py 10000 20000
pictures: $(B)/notice/print_request ## draws docs/pictures anew, from samples/avvisi
	@tests/notice/pictures.sh $< docs/pictures
.PHONY: pictures
.PHONY: bench-notices bench-match bench-booking bench-read bench-sftp

# The systemd unit and the pages are text; the program finds its fonts in ../share/riscontro/fonts.
SHARE := $(DESTDIR)$(PREFIX)/share
install: $(PROGRAM) ## install program, pages, sample configuration, fonts, unit (DESTDIR, PREFIX)
	@install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/riscontro
	@install -D -m 644 docs/man/riscontro.8 $(SHARE)/man/man8/riscontro.8
	@install -D -m 644 docs/man/riscontro.conf.5 $(SHARE)/man/man5/riscontro.conf.5
	@install -D -m 644 docs/man/layout.5 $(SHARE)/man/man5/layout.5
	@install -D -m 644 docs/man/albo.rules.5 $(SHARE)/man/man5/albo.rules.5
	@install -D -m 644 -t $(SHARE)/doc/riscontro README.md LICENSE docs/*.md
	@install -D -m 644 conf/riscontro.conf $(SHARE)/riscontro/riscontro.conf
	@install -D -m 644 conf/albo.rules $(SHARE)/riscontro/albo.rules
	@for f in $(wildcard conf/fonts/*); do install -D -m 644 $$f $(SHARE)/riscontro/fonts/$${f##*/} || exit 1; done
	@for f in $(wildcard conf/letters/*); do install -D -m 644 $$f $(SHARE)/riscontro/letters/$${f##*/} || exit 1; done
	@for f in $(wildcard conf/layouts/*); do install -D -m 644 $$f $(SHARE)/riscontro/layouts/$${f##*/} || exit 1; done
	@install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	@sed 's|@PREFIX@|$(PREFIX)|' conf/riscontro.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/riscontro.service
	@echo "installed below $(DESTDIR)$(PREFIX)"

manual: $(PROGRAM) ## rewrite the lists that the documents print from the tables
	@$(PYTHON) tests/docs/lists.py --write

asan: ## build the program and the unit tests with ASan and UBSan
	@$(MAKE) --no-print-directory MODE=asan all units

corpus: $(PROGRAM) ## files of other systems' test suites, with what must come out (../shared/corpus, in place)
	@$(MAKE) --no-print-directory asan
	@tests/run corpus/

check-peers: $(PROGRAM) ## the slow tests against real servers (tests/peers/*.slow)
	@$(MAKE) --no-print-directory MODE=asan all peers
	@$(MAKE) --no-print-directory peers
	@TEST_SUFFIX=slow tests/run peers/

valgrind: $(PROGRAM) units ## the unit tests under valgrind
	@TEST_PREFIX="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite" \
		UNIT_MODE=release tests/run unit

accept: $(PROGRAM) ## rewrite what the cases expect (tests/cases); the diff is the review
	@ACCEPT=1 RISCONTRO=$(CURDIR)/$(PROGRAM) $(PYTHON) tests/cases/cases.py

style: $(PROGRAM) ## clang-format, clang-tidy, cppcheck, the layer rules, mandoc
	@tests/style/check

-include $(OBJECTS:.o=.d) $(REPLAYED:.o=.d) $(addsuffix .d,$(UNITS) $(FUZZERS) $(BENCHES) $(PEERS) $(B)/crash/toy)

clean: ## remove build/
	rm -rf build
