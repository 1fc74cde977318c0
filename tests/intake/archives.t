#!/usr/bin/env bash
# Archives dropped in a channel: every table member is read as part of one job, or the whole is refused.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
n=0
told() { # status sentence
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
cd "$SCRATCH" || exit 1
"$RISCONTRO_ASAN" init . >/dev/null || exit 1
in=spool/ordine-esempio/in/quote out=spool/ordine-esempio/out

"$PYTHON" - "$TOP" <<'EOF'
import io, sys, tarfile, zipfile, gzip
head = "chiave_quota;codice_fiscale;denominazione;anno;causale;importo;scadenza\n"
one = head + "A-1;RSSMRA80A01H501U;Rossi Mario;2026;Quota 2026;150,00;31/03/2027\n" \
    "A-2;RSSMRA80A01H501X;Rossi Mario;2026;Quota 2026;150,00;31/03/2027\n"
two = "codice_fiscale;chiave_quota;denominazione;anno;causale;importo;scadenza;capitolo\n" \
    "BNCFNC75E54F205J;B-1;Bianchi Francesca;2026;Quota 2026;90,50;31/03/2027;10101\n" \
    "BNCFNC75E54F205J;B-2;Bianchi Francesca;2026;;90,50;31/03/2027;10102\n"
def zipped(name, members):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
        for path, data in members:
            z.writestr(path, data)
zipped("pacchetto.zip", [("quote.csv", one), ("__MACOSX/._quote.csv", b"\0\5\x16\7"),
    (".DS_Store", b"\0\0"), ("altre/due.csv", two)])
inner = io.BytesIO()
with zipfile.ZipFile(inner, "w") as z:
    z.writestr("interno.csv", one.replace("A-", "C-"))
zipped("annidato.zip", [("dentro.zip", inner.getvalue())])
zipped("misto.zip", [("quote.csv", one.replace("A-", "D-")), ("leggimi.pdf", b"%PDF-1.4\n")])
zipped("doppia.zip", [("uno.csv", one.replace("A-", "E-")), ("due.csv", one.replace("A-", "E-"))])
zipped("vuoto.zip", [("__MACOSX/._x", b"\0")])
with zipfile.ZipFile("commento.zip", "w") as z:
    z.writestr("quote.csv", one.replace("A-", "H-"))
    z.comment = b"la firma PK\5\6 di fine, detta in un commento che non finisce con essa"
with zipfile.ZipFile("campo.zip", "w") as z:
    info = zipfile.ZipInfo("quote.csv")
    info.extra = b"\x99\x99\xff\x00"
    z.writestr(info, one)
zipped("salita.zip", [("../fuori.csv", one)])
with gzip.open("solo.csv.gz", "wt") as g:
    g.write(one.replace("A-", "F-"))
with tarfile.open("nastro.tar.xz", "w:xz") as t:
    data = one.replace("A-", "G-").encode()
    info = tarfile.TarInfo("nastro/quote.csv"); info.size = len(data)
    t.addfile(info, io.BytesIO(data))
whole = open("pacchetto.zip", "rb").read().replace(b"quote.csv", b"resto.csv")
open("rotto.zip", "wb").write(whole[:300] + bytes(b ^ 0x55 for b in whole[300:320]) + whole[320:])
EOF

check() { "$RISCONTRO_ASAN" check --json "$1" >"$1.json" 2>"$1.err"; }
field() { "$PYTHON" -c "import json,sys; d=json.load(open(sys.argv[1])); print($2)" "$1"; }
check pacchetto.zip
[ "$(field pacchetto.zip.json "d['totals']['read']['rows'],d['totals']['good']['rows']")" = "4 2" ]
told $? "the tables of a zip are one file: four rows, two good"
[ "$(field pacchetto.zip.json "[f['file'] for f in d['findings'] if f['code']=='FISCAL_CODE_INVALID']")" = "['pacchetto.zip/quote.csv']" ]
told $? "a finding names the member"
check annidato.zip
[ "$(field annidato.zip.json "d['totals']['good']['rows'],d['findings'][0]['file']")" = "1 annidato.zip/dentro.zip/interno.csv" ]
told $? "archives within archives are read"
for f in solo.csv.gz nastro.tar.xz commento.zip; do
	check $f
	[ "$(field $f.json "d['totals']['good']['rows']")" = 1 ]
	told $? "$f is read"
done
check misto.zip
[ "$(field misto.zip.json "d['outcome'],d['totals']['good']['rows'],d['findings'][-1]['file']")" = "refused 0 misto.zip/leggimi.pdf" ]
told $? "a member that is no table refuses the whole archive"
check doppia.zip
[ "$(field doppia.zip.json "[f['expected'] for f in d['findings'] if f['code']=='KEY_TWICE'][0]")" = "riga 2, file 1" ]
told $? "a key stands once in all members together"
for f in vuoto:ARCHIVE_EMPTY salita:ARCHIVE_TRAVERSAL rotto:ZIP_DAMAGED campo:ZIP_DAMAGED; do
	check ${f%:*}.zip
	[ "$(field ${f%:*}.zip.json "d['outcome'],d['findings'][-1]['code']")" = "refused ${f#*:}" ]
	told $? "${f%:*}.zip is refused: ${f#*:}"
done

for f in pacchetto misto rotto; do
	cp $f.zip $in/.$f && touch -d '1 minute ago' $in/.$f && mv $in/.$f $in/$f.zip
done
"$RISCONTRO_ASAN" run >run.out 2>run.err
told $(($? == 65 ? 0 : 1)) "archives dropped in the channel are worked"
[ -e spool/ordine-esempio/archivio/2026/11/pacchetto.zip ] && [ -e spool/ordine-esempio/scarti/misto.zip ] &&
	[ -e spool/ordine-esempio/scarti/rotto.zip ]
told $? "the good archive is archived, those with a bad member are refused"
printf '\xef\xbb\xbf%s\r\n' "chiave_quota;codice_fiscale;denominazione;anno;causale;importo;scadenza;capitolo;file_di_origine" \
	>expected.csv
tail -n +2 $out/riscontri/pacchetto.zip.da-correggere.csv >rows.csv
head -n 1 $out/riscontri/pacchetto.zip.da-correggere.csv | tr -d '\r' >head.csv
[ "$(cat head.csv)" = "$(tr -d '\r' <expected.csv)" ] &&
	[ "$(tr -d '\r' <rows.csv)" = "$(printf '%s\n' \
		'A-2;RSSMRA80A01H501X;Rossi Mario;2026;Quota 2026;150,00;31/03/2027;;quote.csv' \
		'B-2;BNCFNC75E54F205J;Bianchi Francesca;2026;;90,50;31/03/2027;10102;altre/due.csv')" ]
told $? "refused rows go back in one sheet, columns by title, with the member's name"
[ "$(field $out/riscontri/pacchetto.zip.riscontro.json "[(b['file'],b['row'],b['key']) for b in d['booked']],[f['name'] for f in d['files']]")" = \
	"[(1, 2, 'A-1'), (2, 2, 'B-1')] ['quote.csv', 'altre/due.csv']" ]
told $? "the acknowledgement names the members"
unzip -tq $out/riscontri/pacchetto.zip.riscontro.xlsx >/dev/null
told $? "its workbook is whole"
[ -z "$("$RISCONTRO_ASAN" show D-1 2>/dev/null | grep D-1)" ]
told $? "nothing of a refused archive is booked"
echo "1..$n"
