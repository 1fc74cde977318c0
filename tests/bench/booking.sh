#!/usr/bin/env bash
# What booking flows costs, matching included: payments per CPU second of the whole program, files claimed,
# read, booked with synchronous=FULL and settled. booking.sh [FILES PAYMENTS]... or, without any, the worlds that
# docs/INTERNALS.md tells of, one of them with positions of ours. Each has a folder of its own: ext4 is slow to make
# inodes where thousands have just been removed.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
program=${RISCONTRO:-$top/build/release/riscontro}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
ours=$#
[ $# -gt 0 ] || set -- 1 100000 100 1000 500 100
while [ $# -gt 1 ]; do
	work=$here/$1-$2
	"$program" --quiet init "$work"
	# Only what books: answers to a hundred thousand rows are measured apart.
	python3 - "$work/riscontro.conf" <<'PYTHON'
import sys
text = open(sys.argv[1]).read()
at = text.index("outlets = (", text.index("channels = ("))
open(sys.argv[1], "w").write(text[:at] + 'outlets = ( { kind = "node"; } );\n\t}\n);\n')
PYTHON
	inbox=$work/spool/ordine-esempio/in/fdr
	"$top/tests/bench/make_flow.py" "$1" "$2" "$inbox"
	find "$inbox" -type f -exec touch -d '1 minute ago' {} +
	(cd "$work" && python3 - "$program" "$1" "$2" <<'PYTHON'
import os, subprocess, sys
subprocess.run([sys.argv[1], "--quiet", "run"], check=True)
used = os.times()
seconds = used.children_user + used.children_system
count = int(sys.argv[2]) * int(sys.argv[3])
print("%6s files of %6s payments: %.2f CPU seconds, %.0f payments per CPU second"
      % (sys.argv[2], sys.argv[3], seconds, count / seconds))
PYTHON
	)
	shift 2
done
[ "$ours" -gt 0 ] || TOP=$top RISCONTRO=$program "$top/tests/bench/booking_ours.py" 100 1000 20000 "$here/ours"
