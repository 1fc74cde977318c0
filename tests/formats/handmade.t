#!/bin/sh
# Workbooks made by hand, old ones (.xls) byte by byte, OpenDocument and Office Open XML part by part: what is
# right is read, what could be read in two ways, points outside or grows without measure is refused.
exec "$PYTHON" "$(dirname "$0")/handmade.py"
