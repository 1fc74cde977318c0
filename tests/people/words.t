#!/usr/bin/env bash
# What people type and read: help of every command, words that do not belong there, states in their language, hours of Rome.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
number=0
told() { # STATUS SENTENCE
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}
work=$SCRATCH/work
"$RISCONTRO" --quiet init "$work" || exit 1
"$PYTHON" "$TOP/tests/bench/generate_quotas.py" 2 >"$work/spool/ordine-esempio/in/quote/quote.csv"
touch -d 2026-11-20T10:00:00Z "$work/spool/ordine-esempio/in/quote/quote.csv"
"$RISCONTRO" --quiet --config "$work/riscontro.conf" run >/dev/null || exit 1
ask() { "$RISCONTRO" --config "$work/riscontro.conf" "$@"; }

commands=$("$RISCONTRO" --language en --help | sed -n 's/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$commands" | wc -w)" -ge 20 ]
told $? "the help lists the commands"
bad=
for c in $commands; do
	first=$("$RISCONTRO" "$c" --help </dev/null 2>&1 | head -n 1)
	case $first in "riscontro $c"*) ;; *) bad="$bad $c" ;; esac
done
[ -z "$bad" ]
told $? "each of them has help, by --help too:$bad"
said=$(ask --language en search --nonsense 2>&1)
[ $? -eq 64 ] && [ "$said" = 'riscontro search: --nonsense: unknown option, or without its value; see `riscontro help search`' ]
told $? "an unknown option is told as one"
said=$(ask status now 2>&1)
[ $? -eq 64 ] && [ "$said" = 'riscontro status: now: parola di troppo; vedere `riscontro help status`' ]
told $? "a word too many as well"
ask status >"$SCRATCH/status"
[ "$(grep -c '^  niente$' "$SCRATCH/status")" -eq 5 ] && grep -q '^  2026-11-23 09:00:00 ordine-esempio  quote.csv: registrato' "$SCRATCH/status"
told $? "status says that nothing waits, and the hour of Rome"
key=$(ask --json status >/dev/null && tail -n 1 "$work/spool/ordine-esempio/archivio/2026/11/quote.csv" | cut -d';' -f1)
ask show "$key" >"$SCRATCH/shown"
grep -q '^  stato  *da pagare$' "$SCRATCH/shown" && grep -q '^  creata  *2026-11-23 09:00:00$' "$SCRATCH/shown"
told $? "show has a line for each field, states in words"
ask --json show "$key" | "$PYTHON" -c 'import json, sys
d = json.load(sys.stdin)
sys.exit(not (d["quotas"][0]["state"] == "open" and d["positions"][0]["created"] == "2026-11-23T08:00:00Z"))'
told $? "JSON has the ledger's words and instants"
echo "1..$number"
