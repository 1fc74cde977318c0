#!/usr/bin/env bash
# `make install` puts everything below DESTDIR, and what is there works without the source tree.
set -u
echo "1..6"
n=0
root=$SCRATCH/root
usr=$root/usr
ok() { # sentence command...
	local sentence=$1
	shift
	n=$((n + 1))
	if "$@" >"$SCRATCH/out" 2>&1; then
		echo "ok $n - $sentence"
	else
		echo "not ok $n - $sentence"
		head -n 20 "$SCRATCH/out" | sed 's/^/# /'
	fi
}

installs() { make -s -C "$TOP" install DESTDIR="$root" PREFIX=/usr && [ -z "$(find "$root" -newer "$SCRATCH" -not -path "$usr*" -type f)" ]; }
all_is_there() {
	local f
	for f in bin/riscontro share/man/man8/riscontro.8 share/man/man5/riscontro.conf.5 share/riscontro/riscontro.conf \
		share/doc/riscontro/README.md lib/systemd/system/riscontro.service; do
		[ -s "$usr/$f" ] || { echo "missing: $f" && return 1; }
	done
}
program_runs() { [ "$("$usr/bin/riscontro" --version)" = "$("$RISCONTRO" --version)" ]; }
sample_is_good() { "$usr/bin/riscontro" --config "$usr/share/riscontro/riscontro.conf" config; }
unit_is_right() {
	grep -q '^Type=notify' "$usr/lib/systemd/system/riscontro.service" &&
		grep -q '^WatchdogSec=' "$usr/lib/systemd/system/riscontro.service" &&
		grep -q '^ExecStart=/usr/bin/riscontro .* watch$' "$usr/lib/systemd/system/riscontro.service" || return 1
	command -v systemd-analyze >/dev/null || return 0
	! systemd-analyze --root="$root" verify riscontro.service 2>&1 | grep 'riscontro.service:.*[Uu]nknown'
}
notice_is_made() {
	local home=$SCRATCH/home
	"$usr/bin/riscontro" --quiet init "$home" && cd "$home" || return 1
	cp "$TOP/samples/quote/quote-albo.csv" spool/ordine-esempio/in/quote/
	touch -d 2026-01-01 spool/ordine-esempio/in/quote/quote-albo.csv
	"$usr/bin/riscontro" run
	[ $? -eq 65 ] && ls spool/ordine-esempio/out/avvisi/*.pdf
}
ok "everything is installed below DESTDIR and PREFIX" installs
ok "program, manual pages, sample configuration and unit are there" all_is_there
ok "the installed program runs" program_runs
ok "the installed sample configuration is right" sample_is_good
ok "the unit is of Type=notify with a watchdog" unit_is_right
ok "the installed program makes a spool, books a file and prints its notices" notice_is_made
