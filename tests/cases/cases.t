#!/usr/bin/env bash
# The cases: a folder in, a folder out, compared byte for byte. `make accept` rewrites what is expected.
exec "$PYTHON" "$TOP/tests/cases/cases.py"
