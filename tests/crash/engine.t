#!/usr/bin/env bash
# Killing the engine at any disk call of a run of 20 quotas and starting it again ends in the same ledger and
# the same outbound bytes as a calm run.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
template=$SCRATCH/template
mkdir -p "$template"
"$RISCONTRO" --quiet init "$template" || exit 1
# One worker: the order of the ledger's rows is part of what is compared.
sed -i 's/^# workers = .*/workers = 1;/; s/^# scan = .*/scan = 1;/' "$template/riscontro.conf"
grep -q '^workers = 1;' "$template/riscontro.conf" || exit 1
inbox=$template/spool/ordine-esempio/in/quote
"$PYTHON" "$TOP/tests/bench/generate_quotas.py" 19 >"$inbox/quote.csv"
# The twentieth row is refused, so that an answer with rows to mend is written too.
tail -n 1 "$inbox/quote.csv" | sed 's/Q-2026-[0-9]*/Q-2026-X/; s/contributo;2026/contributo;26/' >>"$inbox/quote.csv"
touch -d 2026-11-20T10:00:00Z "$inbox/quote.csv"
# A ledger that exists: `init` made it, and its WAL is not part of the run.
state='sqlite3 spool/.ledger/ledger.db .dump | sed -E "s/[0-9]{14}-[0-9]{6}-[0-9a-f]{8}\.ordine-esempio/JOB/"
find spool -type f ! -path "*/.ledger/*" ! -path spool/.work/lock | sort | xargs sha256sum
find spool -mindepth 1 -type d ! -path "*/.ledger*" | sort'
exec "$PYTHON" "$TOP/tests/crash/crash.py" --prepare "cp -a $template/. ." \
	--run "$RISCONTRO --quiet run" --state "$state" --exit 0 --exit 65 \
	--most "${CRASH_POINTS:-100000}" --variant plain --timeout 60
