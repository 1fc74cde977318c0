#!/usr/bin/env bash
# On a terminal long work shows what is under way, and leaves nothing behind; elsewhere it is quiet.
set -u
echo "1..4"
cd "$SCRATCH" || exit 1
"$RISCONTRO" --quiet init a && cp -a a b || exit 1
"$PYTHON" "$TOP/tests/bench/generate_quotas.py" 3000 >quote.csv
for world in a b; do
	cp quote.csv "$world/spool/ordine-esempio/in/quote/quote.csv"
	touch -d '1 minute ago' "$world/spool/ordine-esempio/in/quote/quote.csv"
done
told() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fi; }

(cd b && "$RISCONTRO" run >out 2>err)
! grep -q '░' b/out b/err && [ "$(wc -l <b/out)" -eq 1 ]
told $? "1 - without a terminal there is one line at the end and no bar"
if ! command -v script >/dev/null; then
	for n in 2 3 4; do echo "ok $n - # SKIP script is not installed"; done
	exit
fi
(cd a && script -qec "stty cols 60; exec '$RISCONTRO' run" typescript >/dev/null </dev/null)
"$PYTHON" - a/typescript >seen <<'E2'
import re, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
drawn = re.findall("\r\x1b\\[K([^\r\n]*)", text)
print(max(map(len, drawn[:-1])), sum("di 3.000 " in d and "%" in d for d in drawn), drawn[-1].split()[0])
E2
read -r widest bars last <seen
[ "$widest" -lt 60 ]
told $? "2 - no line is wider than the terminal ($widest)"
[ "$bars" -gt 0 ]
told $? "3 - a bar tells how many notices of how many"
[ "$last" = file ]
told $? "4 - the line is wiped before the summary ($last)"
