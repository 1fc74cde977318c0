#!/usr/bin/env bash
# Every text of the collected remittance texts gives the kind and the id that its row says, from
# the table and, one line each, from standard input.
set -u
table=$SHARED/corpus/causali.csv
other=$SHARED/corpus/p4pa/remittance_to_flow_id.csv
echo 1..3
if [ ! -r "$table" ]; then
	for i in 1 2 3; do echo "ok $i - remittance texts # SKIP the collection is not here"; done
	exit 0
fi

"$RISCONTRO" remittance "$table" >"$SCRATCH/answers"
"$PYTHON" - "$table" "$SCRATCH/answers" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')))
answers = open(sys.argv[2], encoding='utf-8').read().splitlines()
wrong = [(r, a) for r, a in zip(rows, answers) if r['kind'] + ',' + r['expected_id'] != a]
for r, a in wrong:
    print('#', repr(r['causale']), 'wanted', r['kind'], r['expected_id'], 'got', a)
whole = len(rows) == len(answers) and len(rows) > 50
print('ok' if whole and not wrong else 'not ok', f'1 - {len(rows) - len(wrong)} of {len(rows)} texts of the table')
PY

"$PYTHON" - "$table" >"$SCRATCH/lines" 2>"$SCRATCH/wanted" <<'PY'
import csv, sys
for r in csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')):
    if '\n' not in r['causale']:
        print(r['causale'])
        print(r['kind'] + ',' + r['expected_id'], file=sys.stderr)
PY
"$RISCONTRO_ASAN" remittance <"$SCRATCH/lines" >"$SCRATCH/got" 2>"$SCRATCH/errors"
if cmp -s "$SCRATCH/wanted" "$SCRATCH/got" && [ ! -s "$SCRATCH/errors" ]; then
	echo "ok 2 - the same from standard input"
else
	diff "$SCRATCH/wanted" "$SCRATCH/got" | sed 's/^/# /'
	echo "not ok 2 - the same from standard input"
fi

"$RISCONTRO" remittance "$other" | cut -d, -f2 >"$SCRATCH/ids"
"$PYTHON" - "$other" <<'PY' >"$SCRATCH/wanted"
import csv, sys
for r in csv.DictReader(open(sys.argv[1], encoding='utf-8', newline=''), delimiter=';'):
    print(r['expected_flow_id'])
PY
if cmp -s "$SCRATCH/ids" "$SCRATCH/wanted"; then
	echo "ok 3 - texts of another program's tests"
else
	diff "$SCRATCH/wanted" "$SCRATCH/ids" | sed 's/^/# /'
	echo "not ok 3 - texts of another program's tests"
fi
