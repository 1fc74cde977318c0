#!/bin/sh
# One sheet saved by LibreOffice as .xlsx, .ods and .xls reads as the same cells; names and
# contents that disagree, cut files and files with a password are refused in plain words.
exec "$PYTHON" "$(dirname "$0")/workbooks.py"
