#!/usr/bin/env bash
# What neighbours do to the folders: half-written files, odd names, links, checks, a daemon that must stop.
exec "$PYTHON" "$TOP/tests/strangers/folders.py"
