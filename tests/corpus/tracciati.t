#!/usr/bin/env bash
# Files of other systems (corpus: govpay, piemontepay, gpd-upload) through their layouts, with the outcome
# that the system they were made for reports.
set -u
[ -d "$SHARED/corpus/govpay" ] || { echo "1..1"; echo "ok 1 - the corpus # SKIP no \$SHARED"; exit 0; }
cd "$SCRATCH" || exit 1
export RISCONTRO_NOW=2019-12-29T08:00:00Z
"$RISCONTRO_ASAN" init . >/dev/null || exit 1
sed -i 's/^\( *\t*\)# layout = "";/layout = "govpay";/' riscontro.conf
exec "$PYTHON" "$TOP/tests/corpus/tracciati.py" "$RISCONTRO_ASAN" "$SHARED/corpus" "$TOP/conf/riscontro.conf"
