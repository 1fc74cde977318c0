#!/usr/bin/env bash
# Killing the engine at disk calls of a run with a flow, a receipt and a statement (booked, matched, answered) and
# starting it again ends in the same ledger and the same outbound bytes as a calm run.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
template=$SCRATCH/template
mkdir -p "$template"
"$RISCONTRO" --quiet init "$template" || exit 1
sed -i 's/^# workers = .*/workers = 1;/; s/^# scan = .*/scan = 1;/' "$template/riscontro.conf"
grep -q '^workers = 1;' "$template/riscontro.conf" || exit 1
box=$template/spool/ordine-esempio/in
sed 's/80000000001/80000000028/' "$TOP/samples/fdr/flusso.xml" >"$box/fdr/flusso.xml"
sed 's/80000000001/80000000028/' "$TOP/samples/ricevute/paSendRTV2.xml" >"$box/ricevute/ricevuta.xml"
cat >"$box/estratti-conto/movimenti.csv" <<'CSV'
IBAN: IT25O0306909606100000012345
Data contabile;Data valuta;Importo;Descrizione
10/03/2026;10/03/2026;282,84;/PUR/LGPE-RIVERSAMENTO/URI/2026-03-09BANPITMM-0000000451
11/03/2026;11/03/2026;-3,50;SPESE
CSV
# Oldest first: the order in which they are claimed is part of the ledger.
touch -d 2026-11-20T10:00:00Z "$box/fdr/flusso.xml"
touch -d 2026-11-20T10:00:01Z "$box/ricevute/ricevuta.xml"
touch -d 2026-11-20T10:00:02Z "$box/estratti-conto/movimenti.csv"
state='sqlite3 spool/.ledger/ledger.db .dump | sed -E "s/[0-9]{14}-[0-9]{6}-[0-9a-f]{8}\.ordine-esempio/JOB/"
find spool -type f ! -path "*/.ledger/*" ! -path spool/.work/lock | sort | xargs sha256sum
find spool -mindepth 1 -type d ! -path "*/.ledger*" | sort'
exec "$PYTHON" "$TOP/tests/crash/crash.py" --prepare "cp -a $template/. ." \
	--run "$RISCONTRO --quiet run" --state "$state" --exit 0 \
	--most "${CRASH_POINTS:-60}" --variant plain --timeout 60
