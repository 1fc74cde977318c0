#!/usr/bin/env bash
# Which quotas become positions, and what becomes of them when the same keys are dropped again.
exec "$PYTHON" "$TOP/tests/strangers/generation.py"
