#!/usr/bin/env bash
# Each fuzz target over its first inputs, over pieces of them and over changed ones, under ASan and UBSan.
set -u
replay=$TOP/build/asan/fuzz-replay
targets=$("$replay") || exit 1
echo "1..$(wc -l <<<"$targets")"
n=0
while read -r target; do
	n=$((n + 1)) seeds=$SCRATCH/$target
	if ! "$PYTHON" "$TOP/tests/fuzz/seeds" "${target%_fuzz}" "$seeds" >"$SCRATCH/said" 2>&1 ||
		[ -z "$(ls "$seeds")" ]; then
		echo "not ok $n - $target has no first inputs"
		sed 's/^/# /' "$SCRATCH/said"
	elif timeout 60 "$replay" "$target" "$seeds"/* >"$SCRATCH/said" 2>&1; then
		echo "ok $n - $target stands $(ls "$seeds" | wc -l) inputs, cut and changed"
	else
		echo "not ok $n - $target"
		head -n 30 "$SCRATCH/said" | sed 's/^/# /'
	fi
done <<<"$targets"
