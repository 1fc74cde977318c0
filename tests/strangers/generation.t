#!/usr/bin/env bash
# Which quotas become positions, and what becomes of them when the same keys are dropped again.
# The same tries under ASan and UBSan.
[ -x "$RISCONTRO_ASAN" ] && export RISCONTRO=$RISCONTRO_ASAN
exec "$PYTHON" "$TOP/tests/strangers/generation.py"
