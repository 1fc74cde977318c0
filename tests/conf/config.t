#!/usr/bin/env bash
# The configuration command: the sample is right, the manual is true, mistakes end with 78.
set -u
echo "1..8"
n=0
ok() { # sentence command...
	local sentence=$1
	shift
	n=$((n + 1))
	if "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"; then
		echo "ok $n - $sentence"
	else
		echo "not ok $n - $sentence"
		head -n 20 "$SCRATCH/out" "$SCRATCH/err" | sed 's/^/# /'
	fi
}
config() { "$RISCONTRO_ASAN" --config "$1" config "${@:2}"; }

sample_is_right() { config "$TOP/conf/riscontro.conf" && [ ! -s "$SCRATCH/err" ]; }
# Uncommented, every `# key = default;` of the sample must be what the program takes anyway.
sample_tells_the_defaults() {
	sed -E 's/^(\t*)# ([a-z_]+ = [^({]*;)$/\1\2/' "$TOP/conf/riscontro.conf" |
		grep -vE '^[[:space:]]*(website|logo|broker|name = "tipografia"|kind = "sftp"|host|user|private)' \
			>"$SCRATCH/uncommented.conf"
	config "$TOP/conf/riscontro.conf" >"$SCRATCH/a" && config "$SCRATCH/uncommented.conf" >"$SCRATCH/b" &&
		grep -v '^spool' "$SCRATCH/a" >"$SCRATCH/a2" && grep -v '^spool' "$SCRATCH/b" >"$SCRATCH/b2" &&
		[ "$(grep -c '^[[:space:]]*# [a-z_]* = ' "$SCRATCH/uncommented.conf")" -lt 5 ] && diff "$SCRATCH/a2" "$SCRATCH/b2"
}
printed_reads_back() {
	config "$TOP/conf/riscontro.conf" >"$SCRATCH/printed.conf" &&
		config "$SCRATCH/printed.conf" | diff "$SCRATCH/printed.conf" -
}
json_is_json() { config "$TOP/conf/riscontro.conf" --json | "$PYTHON" -c 'import json, sys
c = json.load(sys.stdin)
assert c["creditors"][0]["channels"][0]["generation"]["validity_end"] == "12-31", c'; }
manual_is_true() {
	sed -n '/^\.\\" begin keys/,/^\.\\" end keys/p' "$TOP/docs/man/riscontro.conf.5" | sed '1d;$d' >"$SCRATCH/page"
	"$RISCONTRO_ASAN" --language en config --manual | diff "$SCRATCH/page" -
}
mistake_is_78() {
	printf 'language = "it";\nscann = 1;\n' >"$SCRATCH/bad.conf"
	config "$SCRATCH/bad.conf"
	[ $? -eq 78 ] && grep -q "bad.conf:2: scann: no such key" "$SCRATCH/err"
}
missing_is_78() {
	config "$SCRATCH/nowhere.conf"
	[ $? -eq 78 ] && grep -q "nowhere.conf: No such file" "$SCRATCH/err"
}
secret_is_hidden() {
	sed 's/^creditors = ($/couriers = ( { name = "x"; kind = "sftp"; password = "segreto"; } );\n&/' \
		"$TOP/conf/riscontro.conf" >"$SCRATCH/secret.conf"
	config "$SCRATCH/secret.conf" >"$SCRATCH/shown"
	[ $? -eq 78 ] && grep -q 'password = "\*' "$SCRATCH/shown" &&
		! grep -q segreto "$SCRATCH/shown"
}
ok "the sample configuration is right" sample_is_right
ok "the sample shows the true defaults" sample_tells_the_defaults
ok "what config prints reads back the same" printed_reads_back
ok "config --json is JSON with defaults filled in" json_is_json
ok "the manual page lists the keys as the program knows them" manual_is_true
ok "a mistake ends with 78 and names file and line" mistake_is_78
ok "a missing file ends with 78" missing_is_78
ok "a courier's password is not shown" secret_is_hidden
