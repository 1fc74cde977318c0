#!/usr/bin/env bash
# Flows and receipts that other systems made give what their lists say, and what Python's own parsers
# read in them. Runs on the program built with sanitizers: an error of memory fails the test.
set -u
if [ ! -d "$SHARED/corpus/fdr" ]; then
	echo 1..1
	echo "ok 1 - flows of other systems # SKIP the collection is not here"
	exit 0
fi
exec "$PYTHON" "$TOP/tests/corpus/flows.py"
