#!/usr/bin/env bash
# The main job on the samples, judged by strangers: zbar, qpdf, poppler, pagoPA's OpenAPI, unzip, openpyxl,
# LibreOffice, sqlite3.
exec "$PYTHON" "$TOP/tests/strangers/main_job.py"
