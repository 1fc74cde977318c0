#!/usr/bin/env bash
# The spool survives a crash at any disk call: proved on a small engine that claims, books,
# publishes and settles. Run first, since everything else stands on it.
set -u
toy=$TOP/build/release/crash/toy
far=/dev/shm
prepare='mkdir in; for i in 1 2 3; do echo "row $i" >in/f$i.csv; touch -d 2026-01-0$i in/f$i.csv; done'

drive() { # arguments of crash.py
	"$PYTHON" "$TOP/tests/crash/crash.py" --ledger ledger.db --exclude 'ledger.db*' --exclude '.work/lock' "$@"
}

number=0
renumber() { # one stream of TAP after the other
	while IFS= read -r line; do
		case $line in
		1..*) ;;
		'ok '* | 'not ok '*)
			number=$((number + 1))
			echo "$line" | sed -E "s/^((not )?ok) [0-9]+/\1 $number/; s/\$/ ($1)/"
			;;
		*) echo "$line" ;;
		esac
	done
}

echo 1..9
renumber 'same file system' < <(drive --prepare "$prepare" --run "$toy {dir}" \
	--variant plain --variant torn --variant twice --variant old-rename)
if [ "$(stat -c %d $far 2>/dev/null)" != "$(stat -c %d "$SCRATCH")" ] && [ -w $far ]; then
	share=$(mktemp -d $far/riscontro-crash-XXXXXX)
	trap 'rm -rf "$share"' EXIT
	# Each try has a share of its own, named like its folder.
	renumber 'another file system' < <(drive \
		--prepare "s=$share/\$(echo {dir} | tr / _); mkdir \$s; cd \$s; $prepare" \
		--run "env TOY_SHARE=$share $toy {dir}" --variant plain --variant twice)
else
	for i in 6 7 8; do echo "ok $i - another file system # SKIP $far is none"; done
	number=8
fi
if "$PYTHON" "$TOP/tests/crash/crash.py" --prepare "$prepare" --run "$toy {dir} careless" >"$SCRATCH/careless" ||
	! grep -q 'renamed before its bytes were synced' "$SCRATCH/careless"; then
	echo 'not ok 9 - a rename without a sync is noticed'
else
	echo 'ok 9 - a rename without a sync is noticed'
fi
