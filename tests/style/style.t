#!/usr/bin/env bash
# The quick checks of style as tests, and each rule against a tree that breaks it.
set -u
cd "$TOP" || exit 1
checks="merged layers banned libraries catalogue manual"
rules="layers banned libraries comments catalogue"
echo "1..$(($(wc -w <<<"$checks") + $(wc -w <<<"$rules") + 1))"
n=0
for check in $checks; do
	n=$((n + 1))
	out=$(tests/style/check "$check")
	status=$?
	case $out in
	SKIP*) echo "ok $n - $check # SKIP ${out#SKIP }" ;;
	*)
		[ $status -eq 0 ] && echo "ok $n - the sources keep the rule: $check" || echo "not ok $n - the sources break the rule: $check"
		printf '%s\n' "$out" | sed 's/^/# /'
		;;
	esac
done

# A small house where every rule is broken once.
wrong=$SCRATCH/wrong
mkdir -p "$wrong/tests/style" "$wrong/engine/base" "$wrong/engine/model" "$wrong/engine/ledger" "$wrong/formats" "$wrong/spool"
cp tests/style/rules.py "$wrong/tests/style/"
cat >"$wrong/engine/base/low.h" <<'EOF'
#include "model/high.h"
#include <sqlite3.h>
int low_do(int a);
EOF
cat >"$wrong/engine/model/high.h" <<'EOF'
/* Told. */
int high_do(int a);
EOF
cat >"$wrong/formats/reader.c" <<'EOF'
#include "spool/folder.h"
#include <nobody-knows.h>
/* strcpy(a, b) in a comment and "gets(x)" in a text are fine */
int f(char *a) { strcpy(a, "gets(x)"); return err_file(e, "NO_SUCH_CODE", "x"); }
EOF
printf '/* Told. */\nint folder_do(void);\n' >"$wrong/spool/folder.h"
expect() { # rule count
	local found
	n=$((n + 1))
	found=$("$PYTHON" "$wrong/tests/style/rules.py" "$1" 2>/dev/null)
	if [ "$(printf '%s\n' "$found" | grep -c .)" -eq "$2" ]; then
		echo "ok $n - a breach of $1 is found"
	else
		echo "not ok $n - $2 breaches of $1 expected"
		printf '%s\n' "$found" | sed 's/^/# /'
	fi
}
expect layers 2
expect banned 1
expect libraries 2
expect comments 1
expect catalogue 1
n=$((n + 1))
if tests/style/check no-such-check >/dev/null; then
	echo "not ok $n - an unknown check was taken"
else
	echo "ok $n - an unknown check fails"
fi
