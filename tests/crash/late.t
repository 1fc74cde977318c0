#!/usr/bin/env bash
# A worker that ends while the ledger is being looked at: what it left there is shipped by the same run.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
late=$(dirname "$RISCONTRO")/crash/late.so
echo 1..2
if [ ! -f "$late" ]; then
	echo "not ok 1 - $late is missing"
	exit 1
fi
"$RISCONTRO" --quiet init "$SCRATCH/work" || exit 1
cd "$SCRATCH/work" || exit 1
cp "$TOP/samples/quote/quote-2026.xlsx" spool/ordine-esempio/in/quote/quote.xlsx
touch -d 2026-11-20T10:00:00Z spool/ordine-esempio/in/quote/quote.xlsx
tell() { # NUMBER WHAT WANTED SEEN
	if [ "$3" = "$4" ]; then echo "ok $1 - $2"; else printf 'not ok %s - %s\n# wanted %s\n# seen   %s\n' "$1" "$2" "$3" "$4"; fi
}
LATE_NAME=/ledger.db LD_PRELOAD=$late "$RISCONTRO" --quiet run
tell 1 "the acknowledgement is there when the run has ended" 1 \
	"$(find spool/ordine-esempio/out/riscontri -name 'quote.xlsx.riscontro.json' | wc -l)"
tell 2 "and no batch waits for the next" 0 \
	"$(sqlite3 spool/.ledger/ledger.db "SELECT COUNT(*) FROM batch WHERE state <> 'sent'")"
