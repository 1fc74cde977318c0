#!/usr/bin/env bash
# What reading a workbook costs, beside unpacking it only (the floor) and beside what users would
# take instead. Arguments: rows for us (1000000), rows for the peers (20000).
set -eu
cd "$(dirname "$0")/../.." || exit 1
rows=${1:-1000000} peer_rows=${2:-20000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make -s benches
read=build/release/bench/table_read
for count in "$peer_rows" "$rows"; do
	/usr/bin/python3 tests/bench/workbook_make.py "$folder/$count.xlsx" "$count"
done
large=$folder/$rows.xlsx small=$folder/$peer_rows.xlsx

echo "$rows rows of 20 cells, shared strings: the best of three"
for what in --floor ""; do
	for _ in 1 2 3; do $read $what "$large"; done | sort -t. -k1 | awk -v what="${what:-read}" '
		{ for (i = 1; i < NF; i++) if ($(i + 1) == "s") { if (!best || $i < best) best = $i } }
		{ memory = $(NF - 1) }
		END { printf "  %-10s %7.3f s CPU, %d MiB\n", what, best, memory }'
done

echo "$peer_rows rows of 20 cells"
cpu() { # name command...
	local name=$1
	shift
	printf '  %-10s ' "$name"
	/usr/bin/python3 - "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%7.3f s CPU, %d MiB" % (u.ru_utime + u.ru_stime, u.ru_maxrss // 1024))
PY
}
cpu riscontro $read "$small"
if /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	cpu openpyxl /usr/bin/python3 -c 'import openpyxl, sys
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    pass' "$small"
else
	echo "  openpyxl   SKIP it is not installed"
fi
if command -v xlsx2csv >/dev/null; then
	cpu xlsx2csv xlsx2csv "$small" /dev/null
else
	echo "  xlsx2csv   SKIP it is not installed"
fi
