#!/bin/sh
# Workbooks that grow without measure when they are unpacked: refused early, in little memory.
exec "$PYTHON" "$(dirname "$0")/refused.py" bomb - "$SCRATCH" "$RISCONTRO" --language en cat
