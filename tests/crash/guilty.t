#!/usr/bin/env bash
# Of a group of files booked together, one kills whoever reads it: it alone is refused, after it was tried alone,
# and all others are booked.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
killer=$(dirname "$RISCONTRO")/crash/killer.so
echo 1..4
if [ ! -f "$killer" ]; then
	echo "not ok 1 - $killer is missing"
	exit 1
fi
"$RISCONTRO" --quiet init "$SCRATCH/work" || exit 1
cd "$SCRATCH/work" || exit 1
sed -i 's/^# workers = .*/workers = 1;/; s/^# scan = .*/scan = 1;/' riscontro.conf
box=spool/ordine-esempio/in/fdr
"$PYTHON" "$TOP/tests/bench/make_flow.py" 5 4 "$box" || exit 1
mv "$box/2026-11-19FANTITMM-S0000000002.xml" "$box/muore.xml"
touch -d 2026-11-20T10:00:00Z "$box"/*.xml
# The same file, harmless once nobody kills, with other bytes.
cp "$box/muore.xml" "$SCRATCH/vive.xml" && echo >>"$SCRATCH/vive.xml"
tell() { # NUMBER WHAT WANTED SEEN
	if [ "$3" = "$4" ]; then echo "ok $1 - $2"; else printf 'not ok %s - %s\n# wanted %s\n# seen   %s\n' "$1" "$2" "$3" "$4"; fi
}
KILLER_NAME=muore LD_PRELOAD=$killer "$RISCONTRO" --quiet run 2>"$SCRATCH/log"
tell 1 "the run says that something was refused" 65 $?
tell 2 "the guilty file is refused, the others are booked" "booked 4 refused 1" \
	"$(sqlite3 spool/.ledger/ledger.db "SELECT state || ' ' || COUNT(*) FROM file GROUP BY state ORDER BY state" | xargs)"
tell 3 "it is refused for what it did" "muore.xml FILE_CRASHED" \
	"$(sqlite3 spool/.ledger/ledger.db "SELECT f.name || ' ' || d.code FROM finding d JOIN file f ON f.id = d.file")"
mv "$SCRATCH/vive.xml" "$box/vive.xml" && touch -d 2026-11-20T10:00:00Z "$box/vive.xml"
"$RISCONTRO" --quiet run
tell 4 "all payments are there in the end, each once" "20 20" \
	"$(sqlite3 spool/.ledger/ledger.db "SELECT COUNT(*) || ' ' || COUNT(DISTINCT iuv) FROM payment")"
