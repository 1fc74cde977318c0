#!/usr/bin/env bash
# What the documents say is what the program does.
exec "$PYTHON" "$TOP/tests/docs/docs.py"
