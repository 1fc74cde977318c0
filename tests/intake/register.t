#!/usr/bin/env bash
# Exports of the register: compared with the export before, quotas proposed by the table of fees, and the
# proposal dropped into quote becomes positions.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
n=0
told() { # status sentence
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
cd "$SCRATCH" || exit 1
R=$RISCONTRO_ASAN out=spool/ordine-esempio/out/riscontri
"$R" init . >/dev/null || exit 1
sed -i '0,/{ kind = "register"; }/s//{ kind = "register"; layout = "albo-isi standard"; }/' riscontro.conf
cp "$TOP/conf/albo.rules" albo.rules
drop() { # file channel name
	cp "$1" "spool/ordine-esempio/in/$2/.x" && touch -d '1 minute ago' "spool/ordine-esempio/in/$2/.x" &&
		mv "spool/ordine-esempio/in/$2/.x" "spool/ordine-esempio/in/$2/$3"
	"$R" run >run.out 2>run.err
}
changes() { "$PYTHON" -c "
import json; d = json.load(open('$out/$1.variazioni.json'))
print(' '.join(sorted(c['change'] + ':' + c['fiscal_code'] for c in d['changes'])))"; }

drop "$TOP/samples/tracciati/albo-isi.csv" albo gennaio.csv
[ "$(changes gennaio.csv | grep -o joined | wc -l)" = 5 ]
told $? "of a first export everybody has joined"
[ "$(tail -n +2 $out/gennaio.csv.quote-proposte.csv | cut -d';' -f1,13,15-18 | tr -d '\r' | sort)" = "$(printf '%s\n' \
	'01234567897;ALBO-2027-01234567897;2027;Quota STP 2027;250.00;2027-03-31' \
	'BNCFNC75E54F205J;ALBO-2027-BNCFNC75E54F205J;2027;Quota annuale 2027;180.00;2027-03-31' \
	'RSSMRA80A01H501U;ALBO-2027-RSSMRA80A01H501U;2027;Quota annuale 2027;180.00;2027-03-31' \
	'VRDGFR55S30D612Y;ALBO-2027-VRDGFR55S30D612Y;2027;Quota annuale 2027;180.00;2027-03-31')" ]
told $? "quotas are proposed by the rules: STP, professionals, nobody who left"
unzip -tq $out/gennaio.csv.variazioni.xlsx >/dev/null
told $? "the workbook of the changes is whole"

# Bianchi leaves, Rossi changes section, Verdi the town, Fo joins lately at half the fee.
grep -v BNCFNC "$TOP/samples/tracciati/albo-isi.csv" | sed -e 's/^100;A;/100;B;/' -e 's/;Firenze;FI;/;Prato;PO;/' >dopo.csv
printf '200;A;Ingegneri;Fo;Al;FOXLAX61B28A944C;;01/06/2025;;Iscritto;Via Po 1;10124;Torino;TO;;;\r\n' >>dopo.csv
drop dopo.csv albo febbraio.csv
[ "$(changes febbraio.csv)" = "changed:VRDGFR55S30D612Y joined:FOXLAX61B28A944C left:BNCFNC75E54F205J moved:RSSMRA80A01H501U" ]
told $? "joined, left, moved and changed are told"
grep -q '^FOXLAX61B28A944C;.*;90.00;' $out/febbraio.csv.quote-proposte.csv
told $? "a member of less than three years pays half"

sed -e 's/FOXLAX61B28A944C/FOXLAX61B28A944X/' dopo.csv >sbagliato.csv
drop sbagliato.csv albo marzo.csv
[ -e spool/ordine-esempio/scarti/marzo.csv ] && [ ! -e $out/marzo.csv.variazioni.json ] &&
	grep -q REGISTER_ROWS_WRONG $out/marzo.csv.riscontro.json
told $? "an export with a wrong row is refused whole: nobody seems to have left"
drop "$TOP/samples/tracciati/albo-isi.csv" albo aprile.csv
grep -q FILE_SEEN $out/aprile.csv.riscontro.json
told $? "an export seen before is told so"

drop $out/febbraio.csv.quote-proposte.csv quote proposta.csv
[ "$("$PYTHON" -c "import json; d=json.load(open('$out/proposta.csv.riscontro.json')); print(d['outcome'], d['totals']['booked']['rows'], d['totals']['booked']['amount'])")" = "booked 4 700.0" ]
told $? "the proposal dropped into quote becomes positions"

printf 'rules = ( { amount = "molto"; } );\n' >albo.rules
"$R" check --channel register dopo.csv >out 2>err
[ $? -eq 78 ] && grep -q 'albo.rules:1: rules\[1\].amount: an amount' err
told $? "a wrong rule is told with file and line"
printf 'rules = ( { amount = "150,00−"; } );\n' >albo.rules
"$R" check --channel register dopo.csv >out 2>err
[ $? -eq 78 ] && grep -q 'albo.rules:1: rules\[1\].amount: an amount' err
told $? "a fee below zero is none"
# One person in two registers of the order, another with a number given up: enrolments, not persons, are compared.
mkdir doppi && cd doppi && "$R" init . >/dev/null || exit 1
head=codice_fiscale\;denominazione\;albo\;numero_iscrizione\;stato\;data_iscrizione\;data_cancellazione
twice() { printf '%s\n' "$head" "$@"; }
a='RSSMRA80A01H501U;Rossi Mario;Infermieri;10;Iscritto;01/02/2010;'
b='RSSMRA80A01H501U;Rossi Mario;Infermieri pediatrici;7;Iscritto;01/02/2020;'
c='BNCFNC75E54F205J;Bianchi Francesca;Infermieri;3;Cancellato;01/02/2000;01/02/2005'
d='BNCFNC75E54F205J;Bianchi Francesca;Infermieri;30;Iscritto;01/02/2015;'
printf 'anno = 2027; due = "31/03/2027"; rules = ( { name = "no"; state = "CANCELLATO"; amount = "0"; }, { amount = "90,00"; } );\n' \
	>albo.rules
twice "$a" "$b" "$c" "$d" >doppi.csv
drop doppi.csv albo doppi.csv
[ "$(changes doppi.csv)" = "joined:BNCFNC75E54F205J joined:BNCFNC75E54F205J joined:RSSMRA80A01H501U joined:RSSMRA80A01H501U" ] &&
	[ "$(tail -n +2 $out/doppi.csv.quote-proposte.csv | cut -d';' -f13,17 | tr -d '\r' | sort)" = "$(printf '%s\n' \
		'ALBO-2027-BNCFNC75E54F205J;90.00' 'ALBO-2027-RSSMRA80A01H501U;90.00')" ]
told $? "a person enrolled twice is asked for one fee"
printf 'per = "enrolment"; ' | cat - albo.rules >each && mv each albo.rules
twice "${a/;10;/;11;}" "$b" "$d" >doppi2.csv
drop doppi2.csv albo doppi2.csv
[ "$(changes doppi2.csv)" = "left:BNCFNC75E54F205J moved:RSSMRA80A01H501U" ] &&
	[ "$(tail -n +2 $out/doppi2.csv.quote-proposte.csv | cut -d';' -f13,17 | tr -d '\r' | sort)" = "$(printf '%s\n' \
		'ALBO-2027-BNCFNC75E54F205J;90.00' 'ALBO-2027-RSSMRA80A01H501U-7;90.00' 'ALBO-2027-RSSMRA80A01H501U;90.00')" ]
told $? "or for one each, the oldest under the plain key; one enrolment moves, one is left"
a='VRDGFR55S30D612Y;Verdi Gianfranco;Infermieri;10;Iscritto;01/02/2010;'
b='VRDGFR55S30D612Y;Verdi Gianfranco;Ostetriche;7+b;Iscritto;01/02/2012;'
c='VRDGFR55S30D612Y;Verdi Gianfranco;Sanità;7+b;Iscritto;01/02/2020;'
twice "$a" "$b" "$c" >numeri.csv
drop numeri.csv albo numeri.csv
drop $out/numeri.csv.quote-proposte.csv quote numeri-quote.csv
[ "$(tail -n +2 $out/numeri.csv.quote-proposte.csv | cut -d';' -f13 | sort)" = "$(printf 'ALBO-2027-VRDGFR55S30D612Y%s\n' \
	'' -7_B-Ostetriche -7_B-Sanita)" ] && grep -q '"outcome": *"booked"' $out/numeri-quote.csv.riscontro.json
told $? "numbers that two registers share, or that no key can have, give keys that are booked"
twice "$a" "$a" >uguali.csv
drop uguali.csv albo uguali.csv
grep -q ENROLMENT_TWICE $out/uguali.csv.riscontro.json && [ -e spool/ordine-esempio/scarti/uguali.csv ]
told $? "the same enrolment twice is refused"
members() { # FROM TO: companies with numbers in this range
	"$PYTHON" - "$1" "$2" <<-'END'
		import sys
		print("codice_fiscale;denominazione;numero_iscrizione;stato;data_iscrizione")
		for i in range(int(sys.argv[1]), int(sys.argv[2])):
		    digits = "%010d" % (9000000000 + i)
		    odd = sum(int(d) for d in digits[0::2])
		    even = sum(2 * int(d) - 9 * (int(d) > 4) for d in digits[1::2])
		    print("%s%d;Studio %d srl;%d;Iscritto;01/02/2010" % (digits, -(odd + even) % 10, i, i))
	END
}
cd .. && mkdir interi && cd interi && "$R" init . >/dev/null || exit 1
members 0 100 >cento.csv && members 5 104 >quasi.csv && members 0 80 >pochi.csv
drop cento.csv albo cento.csv && drop quasi.csv albo quasi.csv
[ "$(changes quasi.csv | grep -o left: | wc -l)" = 5 ] && ! grep -q REGISTER_SHRUNK $out/*.riscontro.json
told $? "a few who leave are told as such"
"$R" check --channel register pochi.csv >out 2>err
drop pochi.csv albo pochi.csv
[ "$(changes pochi.csv | grep -o left: | wc -l)" = 24 ] && grep -q '"24 / 99"' $out/pochi.csv.riscontro.json &&
	grep -q REGISTER_SHRUNK $out/pochi.csv.riscontro.json && grep -q '24 / 99' out
told $? "when many are missing the export is likely not whole, and a warning says so, in a check too"
"$R" template register modello.csv >/dev/null && head -c 40 modello.csv | grep -q 'codice_fiscale;cognome'
told $? "the template of a register is written"
echo "1..$n"
