#!/usr/bin/env bash
# Killing the engine at disk calls of a run with a group of small flows, one of them refused, booked in one
# transaction, and starting it again ends in the same ledger and the same outbound bytes as a calm run.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
template=$SCRATCH/template
mkdir -p "$template"
"$RISCONTRO" --quiet init "$template" || exit 1
sed -i 's/^# workers = .*/workers = 1;/; s/^# scan = .*/scan = 1;/' "$template/riscontro.conf"
grep -q '^workers = 1;' "$template/riscontro.conf" || exit 1
box=$template/spool/ordine-esempio/in/fdr
"$PYTHON" "$TOP/tests/bench/make_flow.py" 4 3 "$box" || exit 1
printf '<FlussoRiversamento><a></FlussoRiversamento>\n' >"$box/rotto.xml"
# Oldest first: the order in which they are claimed is part of the ledger.
second=0
for file in "$box"/*.xml; do
	touch -d "2026-11-20T10:00:0${second}Z" "$file"
	second=$((second + 1))
done
state='sqlite3 spool/.ledger/ledger.db .dump | sed -E "s/[0-9]{14}-[0-9]{6}-[0-9a-f]{8}\.ordine-esempio/JOB/"
find spool -type f ! -path "*/.ledger/*" ! -path spool/.work/lock | sort | xargs sha256sum
find spool -mindepth 1 -type d ! -path "*/.ledger*" | sort'
exec "$PYTHON" "$TOP/tests/crash/crash.py" --prepare "cp -a $template/. ." \
	--run "$RISCONTRO --quiet run" --state "$state" --exit 0 --exit 65 \
	--most "${CRASH_POINTS:-30}" --variant plain --timeout 60
