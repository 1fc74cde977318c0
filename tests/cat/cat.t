#!/usr/bin/env bash
# `riscontro cat`: its forms, its options, its refusals; zip, tar and python's csv are the strangers.
set -u
count=0
ok() { # description, then a command that must succeed
	local what=$1
	shift
	count=$((count + 1))
	if "$@"; then echo "ok $count - $what"; else echo "not ok $count - $what"; fi
}
cat_is() { # expected output, arguments
	local expected=$1
	shift
	[ "$("$RISCONTRO" cat "$@")" = "$expected" ]
}
refuses() { # code, arguments: status 65, nothing on stdout, one line that names the file and the code
	local code=$1 status
	shift
	"$RISCONTRO" cat "$@" >out 2>err
	status=$?
	[ $status -eq 65 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] && grep -q "\[$code\]" err &&
		grep -qF "${!#}" err
}
usage() {
	"$RISCONTRO" cat "$@" >out 2>err
	[ $? -eq 64 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ]
}
cd "$SCRATCH" || exit 1

printf 'nome;importo;note\r\n"Forlì; città";12,50;"dice ""sì"""\r\nbreve\r\n' >quote.csv
ok "csv is the form when the output is no terminal" cat_is \
	$'nome,importo,note\nForlì; città,"12,50","dice ""sì"""\nbreve' quote.csv
ok "jsonl is one array of strings a record" cat_is \
	$'["nome","importo","note"]\n["Forlì; città","12,50","dice \\"sì\\""]\n["breve"]' --as jsonl quote.csv
ok "grid aligns the columns and tells the lines" cat_is \
	$'     1 | nome         | importo | note\n     2 | Forlì; città | 12,50   | dice "sì"\n     3 | breve' \
	--as=grid quote.csv
iconv -f UTF-8 -t CP1252 quote.csv >windows.csv
iconv -f UTF-8 -t UTF-16 quote.csv >wide.csv
ok "a Windows file gives the same rows" cmp -s <("$RISCONTRO" cat windows.csv) <("$RISCONTRO" cat quote.csv)
ok "a UTF-16 file gives the same rows" cmp -s <("$RISCONTRO" cat wide.csv) <("$RISCONTRO" cat quote.csv)
printf 'a,b;c\n' >options.csv
ok "--delimiter overrules" cat_is $'["a,b","c"]' --as jsonl --delimiter ';' options.csv
ok "--delimiter by name" cat_is $'["a","b;c"]' --as jsonl --delimiter comma options.csv
printf '"a;b\n' >quotes.csv
ok "--quote none leaves quotes alone" cat_is $'["\\"a","b"]' --as jsonl --quote none --delimiter ';' quotes.csv
printf '\301;1\n' >greek.csv
ok "--encoding overrules" cat_is $'["Α","1"]' --as jsonl --encoding ISO-8859-7 greek.csv
printf '<a  b="1"/>' >small.xml
ok "XML is shown in canonical form" cat_is '<a b="1"></a>' small.xml
printf '<a><b xml:id="x"/><b xml:id="x"/></a>' >twins.xml
silent() { "$RISCONTRO" cat "$@" 2>&1 >out | cmp -s - /dev/null; }
ok "an identity given twice is no matter here, and nothing is said of it" silent twins.xml
printf '<?xml version="1.0" encoding="Shift_JIS"?><a>\207\100\377</a>' >broken.xml
ok "bytes that their encoding does not have, in one line" refuses XML_NOT_WELL_FORMED broken.xml
printf '<a xmlns="relative"/>' >relative.xml
ok "a relative namespace, in one line" refuses XML_NOT_WELL_FORMED relative.xml

ok "an open quote" refuses CSV_QUOTE_OPEN quotes.csv
printf 'a;b\n1;\0\n' >nul.csv
ok "a NUL" refuses CSV_NUL nul.csv
printf 'a;b\nForl\303\254;caff\350\n' >mixed.csv
ok "a mixed encoding" refuses CSV_ENCODING --as grid mixed.csv
{ seq -f 'row;%.0f' 100000; printf '"open'; } >late.csv
ok "nothing is printed of a file that is refused on its last line" refuses CSV_QUOTE_OPEN late.csv
: >empty.csv
ok "an empty file" refuses FILE_EMPTY empty.csv
ok "text under the name of a workbook" refuses FILE_MISNAMED text.xlsx 3< <(cp quote.csv text.xlsx)
mkdir folder
ok "a folder" refuses FILE_NOT_REGULAR folder
mkfifo pipe
ok "a pipe, without waiting for it" refuses FILE_NOT_REGULAR pipe
printf '<!DOCTYPE a><a/>' >doctype.xml
ok "a DOCTYPE" refuses XML_DOCTYPE doctype.xml
head -c 300 /dev/zero >zero.bin
ok "no kind that is known" refuses CSV_NUL zero.bin

"$RISCONTRO" cat missing.csv >out 2>err
ok "a missing file is not a success" [ $? -ne 0 ] && ok "and names it" grep -q missing.csv err
ok "no file" usage
ok "two files" usage quote.csv wide.csv
ok "an unknown form" usage --as pdf quote.csv
ok "a missing value" usage quote.csv --as

mkdir -p tree/sub && cp quote.csv tree/sub/ && : >tree/vuoto
crc=$("$PYTHON" -c 'import zlib; print("%08x" % zlib.crc32(open("quote.csv", "rb").read()))')
size=$(stat -c %s quote.csv)
expected=$(printf 'name\tsize\tcrc32\ntree/\t0\t00000000\ntree/sub/\t0\t00000000\ntree/sub/quote.csv\t%s\t%s\ntree/vuoto\t0\t00000000' "$size" "$crc")
(zip -qr tree.zip tree && tar cf tree.tar --sort=name tree && tar czf tree.tar.gz --sort=name tree &&
	tar cJf tree.tar.xz --sort=name tree) || echo "# packing failed"
listed() { [ "$("$RISCONTRO" cat --as entries "$1" | sort)" = "$(sort <<<"$expected")" ]; }
ok "zip's archive is listed" listed tree.zip
ok "tar's archive is listed" listed tree.tar
ok "tar.gz is listed" listed tree.tar.gz
ok "tar.xz is listed" listed tree.tar.xz
gzip -k quote.csv
ok "a compressed file is listed" cat_is "$(printf 'name\tsize\tcrc32\nquote.csv\t%s\t%s' "$size" "$crc")" \
	--as entries quote.csv.gz
gzip -c quote.csv.gz >twice.csv.gz.gz
ok "what is compressed twice is one member, itself compressed" cat_is "$(printf 'name\tsize\tcrc32\n%s\t%s\t%s' \
	twice.csv.gz "$(stat -c %s quote.csv.gz)" "$(gzip -c quote.csv.gz | tail -c 8 | head -c 4 | xxd -p | sed 's/\(..\)\(..\)\(..\)\(..\)/\4\3\2\1/')")" \
	--as entries twice.csv.gz.gz
cat tree.zip tree.zip >both.zip
ok "two archives in one file" refuses ARCHIVE_DAMAGED --as entries both.zip
{ printf '#!/bin/sh\n'; cat tree.zip; } >prefixed.zip
ok "a program in front of an archive is no matter" cmp -s <("$RISCONTRO" cat --as entries prefixed.zip) \
	<("$RISCONTRO" cat --as entries tree.zip)
ok "an archive is no table" refuses ARCHIVE_GIVEN tree.tar.gz
zip -qP segreto secret.zip quote.csv
ok "an archive with a password" refuses ARCHIVE_ENCRYPTED --as entries secret.zip
ln -s /etc/passwd link && zip -qy link.zip link
ok "an archive with a link" refuses ARCHIVE_LINK --as entries link.zip
head -c 400 tree.zip >cut.zip
ok "an archive cut short" refuses ARCHIVE_DAMAGED --as entries cut.zip
"$PYTHON" - <<'EOF'
import zipfile
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("zeros", bytes(64 << 20))
EOF
ok "an archive that unpacks to a thousand times its size" refuses ARCHIVE_BOMB --as entries bomb.zip

printf 'a;b\n1;2\n' >t.csv
apart() { # words of the refusal, arguments: status 64, nothing on stdout, one line
	local words=$1
	shift
	"$RISCONTRO" cat "$@" >out 2>err
	[ $? -eq 64 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] && grep -qF -- "$words" err
}
for pair in '--layout standard|--as entries' '--layout standard|--as grid' '--layout standard|--type xml' \
	'--layout standard|--type statement' '--type statement|--as grid' '--type statement|--as entries'; do
	# shellcheck disable=SC2086
	ok "${pair%|*} and ${pair#*|} do not go together" apart 'non vanno insieme' ${pair%|*} ${pair#*|} t.csv
done
ok "--columns beside --layout" apart 'non vanno insieme' --columns 1,2,3 --layout standard t.csv
ok "--type xml with a sheet" apart 'non vanno insieme' --type xml --sheet A t.csv
ok "entries with a delimiter" apart 'non vanno insieme' --as entries --delimiter ';' t.csv
ok "one character for delimiter and quote" apart 'non vanno insieme' --delimiter ';' --quote ';' t.csv
ok "a sheet of a text" apart '--sheet non serve' --sheet Dati t.csv
ok "a delimiter of a workbook" apart '--delimiter non serve' --delimiter ';' "$TOP/samples/quote/quote-2026.xlsx"
ok "an encoding of a workbook" apart '--encoding non serve' --encoding CP850 "$TOP/samples/quote/quote-2026.xlsx"
ok "an encoding that is none" apart '--encoding: valore' --encoding boh t.csv
ok "a type that is none" apart '--type: valore' --type boh t.csv
ok "a file that is not there" apart "non c'è nessun file" nessuno.csv
ok "entries of what is no archive" refuses ARCHIVE_EXPECTED --as entries t.csv
echo "1..$count"
