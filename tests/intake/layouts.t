#!/usr/bin/env bash
# Layouts as data: every sample is read by its layout, the channel takes them, wrong layouts are told at
# the start with file and line.
set -u
export RISCONTRO_NOW=2026-11-23T08:00:00Z
n=0
told() { # status sentence
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
cd "$SCRATCH" || exit 1
R=$RISCONTRO_ASAN S=$TOP/samples/tracciati

"$R" template layout >names
for layout in $(cat names); do
	"$R" template layout "$layout" >"$layout.layout" && cmp -s "$layout.layout" "$TOP/conf/layouts/$layout.layout"
	told $? "the program carries $layout as conf/layouts has it"
done
read_as() { # layout file rows
	"$R" cat --layout "$1" --as jsonl "$S/$2" >rows 2>err
	[ $? -eq 0 ] && [ "$(wc -l <rows)" = "$3" ] && [ ! -s err ]
	told $? "$2 is read by $1: $3 rows, nothing to say"
}
read_as govpay govpay.csv 3
for v in 0 1 2 3 4; do read_as mypay "mypay-ORD-1$v-1_$v.csv" 3; done
for f in __1_3 __2_0 __2_0-eng; do read_as p4pa "p4pa-posizioni$f.csv" 3; done
read_as piemontepay piemontepay-carico.csv 3
read_as piemontepay piemontepay-agpd.csv 2
read_as gpd gpd.json 3
read_as albo-isi albo-isi.csv 5
read_as albo-opi albo-opi.csv 3
read_as sferabit sferabit.csv 3

# One meaning, whatever the form: key aside, the same quotas come out of every system.
same() { # layout file -> fiscal code, amount, due date, operation
	"$R" cat --layout "$1" --as jsonl "$S/$2" 2>/dev/null | "$PYTHON" -c '
import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(d["codice_fiscale"], "%.2f" % d["importo"], d["scadenza"], d["anno"], d["causale"])'
}
same govpay govpay.csv >one
for f in mypay:mypay-ORD-14-1_4.csv p4pa:p4pa-posizioni__2_0.csv p4pa:p4pa-posizioni__2_0-eng.csv \
	piemontepay:piemontepay-carico.csv gpd:gpd.json; do
	same "${f%%:*}" "${f#*:}" >other
	cmp -s one other
	told $? "${f#*:} says the same as govpay.csv"
done

# Its output is the standard tracciato.
"$R" cat --layout gpd "$S/gpd.json" --as csv >gpd.csv && "$R" cat --layout standard --as jsonl gpd.csv >again 2>/dev/null
"$R" cat --layout gpd --as jsonl "$S/gpd.json" >first
cmp -s first again
told $? "what cat --layout writes as CSV is the standard tracciato again"

wrong() { # sentence expected-text layout-text
	printf '%s\n' "$3" >wrong.layout
	"$R" cat --layout ./wrong.layout "$S/govpay.csv" >out 2>err
	[ $? -eq 78 ] && [ ! -s out ] && grep -qF "wrong.layout:$2" err
	told $? "refused with file and line: $1" || cat err
}
wrong "an unknown field" '2: columns[1].field: unknown field' 'columns = (
 { field = "importi"; header = "x"; } );'
wrong "a field bound twice" '3: columns[2].field: this field is bound twice' 'columns = (
 { field = "importo"; header = "x"; },
 { field = "importo"; header = "y"; } );'
wrong "a form for another type" '1: columns[1].form: this form is not for a field of this type' \
	'columns = ( { field = "causale"; header = "x"; form = "cents"; } );'
wrong "an unknown form" '1: columns[1].form: unknown form' \
	'columns = ( { field = "importo"; header = "x"; form = "euros"; } );'
wrong "no source" '1: columns[1]: one of header, position and value is right' \
	'columns = ( { field = "importo"; } );'
wrong "a constant that does not fit" '1: columns[1]: this value does not fit the field' \
	'columns = ( { field = "anno"; value = "duemila"; } );'
wrong "a map to what the field does not know" '1: columns[1]: a value of the map does not fit' \
	'columns = ( { field = "operazione"; header = "x"; map = (("1", "Z")); } );'
wrong "an unknown key" '1: column: unknown key' 'column = ( );'
wrong "a syntax error" '1: syntax error' 'columns = ( { field = ;'
wrong "no columns" '1: no columns' 'it = "vuoto";'

wrong "a reason that is none" '1: refuse[1].because: unknown reason' 'refuse = ( { header = "x"; because = "boh"; } );'

# What other systems may ask and a quota has not is told by its name, row by row.
asks() { # layout sample column value code: the sample's first row with that value in a column of its own
	"$PYTHON" - "$S/$2" "$3" "$4" >"asks-$2" <<'PY'
import csv, sys
with open(sys.argv[1], newline="", encoding="utf-8-sig") as stream:
    text = stream.read()
mark = ";" if ";" in text.splitlines()[0] else ","
rows = list(csv.reader(text.splitlines(), delimiter=mark))
at = next(i for i, row in enumerate(rows) if len(row) > 5)
for row, value in ((rows[at], sys.argv[2]), (rows[at + 1], sys.argv[3])):
    if sys.argv[2] in rows[at][:-1] or (row is rows[at + 1] and rows[at][-1] != sys.argv[2]):
        row[rows[at].index(sys.argv[2])] = value
    else:
        row.append(value)
csv.writer(sys.stdout, delimiter=mark).writerows(rows[:at + 2])
PY
	"$R" cat --layout "$1" --as jsonl "asks-$2" >rows 2>err
	[ $? -eq 65 ] && [ ! -s rows ] && [ "$(grep -c "\[$5\]" err)" = 1 ]
	told $? "$1, $3 $4: $5" || cat err
}
asks govpay govpay.csv idVoce2 v-2 TRANSFERS_SEVERAL
asks govpay govpay.csv tipoBolloVoce1 01 STAMP_DUTY
extended() { # titles values: a column or two more
	printf '%s\n' "$(head -n 1 "$S/govpay.csv" | tr -d '\r'),$1" "$(sed -n 2p "$S/govpay.csv" | tr -d '\r'),$2" >rate.csv
	"$R" cat --layout govpay --as jsonl rate.csv >rows 2>err
}
for pair in 'idDocumento d-1' 'numeroRata ENTRO30'; do
	extended "x${pair% *},${pair% *}" ",${pair#* }" && [ "$(wc -l <rows)" = 1 ] && grep -q '\[OPTIONS_APART\]' err
	told $? "govpay, $pair: booked, and told" || cat err
done
extended idDocumento,numeroRata d-1,2 && [ ! -s err ]
told $? "govpay, a rate by its number: nothing to say" || cat err
asks p4pa p4pa-posizioni__2_0.csv tipoOpzionePagamento INSTALLMENTS OPTIONS_SEVERAL
asks p4pa p4pa-posizioni__2_0.csv indiceOpzionePagamento 2 OPTIONS_SEVERAL
asks p4pa p4pa-posizioni__2_0-eng.csv paymentOptionType DOWN_PAYMENT OPTIONS_SEVERAL
asks p4pa p4pa-posizioni__2_0.csv numeroBeneficiari 2 TRANSFERS_SEVERAL
asks p4pa p4pa-posizioni__2_0.csv flagMultiBeneficiario true TRANSFERS_SEVERAL
asks p4pa p4pa-posizioni__2_0.csv draft true COLUMN_NOT_BOOKABLE
asks mypay mypay-ORD-14-1_4.csv flgMultibeneficiario true TRANSFERS_SEVERAL
asks piemontepay piemontepay-carico.csv 'Importo totale secondario' 100 TRANSFERS_SEVERAL

# A change that tells only what changes is not completed by guessing.
{ head -n 1 "$S/piemontepay-agpd.csv"; echo 'M;PP-2;30/06/2027;;;;;Proroga;;;;;'; } >partial.csv
"$R" cat --layout piemontepay --as jsonl partial.csv >rows 2>err
[ $? -eq 65 ] && [ ! -s rows ] && grep -q 'CHANGE_PARTIAL' err && ! grep -q VALUE_MISSING err
told $? "a partial change is refused as such" || cat err
nested=0
for inner in '"paymentPositions": [{"iupd": "B"}]' '"paymentPositionIUPDs": ["B"]'; do
	echo '{"paymentPositions": [{"iupd": "A", "paymentOption": [{"isPartialPayment": true, "amount": 12}, {"isPartialPayment": true, "amount": 13,' \
		"$inner"'}]}]}' >nested.json
	"$R" cat --layout gpd nested.json >rows 2>err
	[ $? -eq 65 ] && [ ! -s rows ] && grep -q JSON_MALFORMED err || nested=1
done
told $nested "gpd: a position inside a position is refused" || cat err

# What a rule can do.
cat >wide.layout <<'EOF'
delimiter = ";";
skip = 2;
rows = ( { position = 1; take = ["D"]; leave = ["T", "F"]; } );
columns = (
 { field = "chiave_quota"; header = ["Anno", "Pratica"]; join = "/"; },
 { field = "codice_fiscale"; header = "CF"; mandatory = true; },
 { field = "cognome"; header = "Intestatario"; split = ","; part = 1; },
 { field = "nome"; header = "Intestatario"; split = ","; part = 2; form = "capitals"; },
 { field = "anno"; header = "Anno"; },
 { field = "causale"; value = "Diritti"; },
 { field = "importo"; header = "Avere"; form = "comma"; },
 { field = "importo"; header = "Dare"; form = "comma"; negative = true; },
 { field = "scadenza"; header = "Entro"; form = "ddmmyyyy"; },
 { field = "operazione"; header = "Op"; map = (("+", "I"), ("-", "A"), ("*", "I")); } );
EOF
printf '%s\n' 'Estratto;CF;Anno' '' 'Tipo;CF;Anno;Pratica;Intestatario;Avere;Dare;Entro;Op' 'T;;;;;;;;' \
	'D;RSSMRA80A01H501U;2026;7;De Rossi, Mario;1.150,00;;31032027;+' \
	'D;RSSMRA80A01H501U;2026;8;De Rossi, Mario;;20,00;31032027;-' \
	'D;RSSMRA80A01H501U;2026;9;De Rossi, Mario;5,00;20,00;31032027;' \
	'X;RSSMRA80A01H501U;2026;9;De Rossi, Mario;5,00;;31032027;' 'F;1170;;;;;;;' >wide.csv
"$R" cat --layout ./wide.layout --as jsonl wide.csv >rows 2>err
[ $? -eq 65 ] && [ "$(sed -n 1p rows)" = '{"row":5,"codice_fiscale":"RSSMRA80A01H501U","cognome":"De Rossi","nome":"MARIO","chiave_quota":"2026/7","operazione":"I","anno":2026,"causale":"Diritti","importo":1150.00,"scadenza":"2027-03-31"}' ]
told $? "join, split, capitals, constant, comma, ddmmyyyy and map"
[ "$(sed -n 2p rows | grep -o '"operazione":"A"\|"importo":-20.00' | tr '\n' ' ')" = '"operazione":"A" "importo":-20.00 ' ]
told $? "an amount in the column that counts less"
[ "$(grep -o 'riga [0-9].*\[[A-Z_]*\]' err | sed 's/riga \([0-9]*\).*\[/\1 /; s/\]//' | tr '\n' ' ')" = "7 AMOUNT_INVALID 8 ROW_KIND_UNKNOWN " ]
told $? "both columns filled, and a kind of row that the layout does not know, are findings"

# A channel reads by its layouts; insert, change, cancel become requests of the Node.
"$R" init . >/dev/null
mkdir -p layouts
sed -i 's/^\( *\t*\)# layout = "";/layout = "mypay gpd standard";/' riscontro.conf
grep -q '^layout = "mypay' riscontro.conf || echo "Bail out! no layout in the configuration"
drop() { cp "$1" "spool/ordine-esempio/in/quote/.x" && touch -d '1 minute ago' spool/ordine-esempio/in/quote/.x &&
	mv spool/ordine-esempio/in/quote/.x "spool/ordine-esempio/in/quote/$2"; }
drop "$S/mypay-ORD-14-1_4.csv" mypay-ORD-14-1_4.csv
(cd "$SCRATCH" && zip -q caricamento.zip -j "$S/gpd.json")
drop caricamento.zip caricamento.zip
drop "$S/../quote/quote-albo.csv" quote-albo.csv
"$R" run >run.out 2>run.err
ack() { "$PYTHON" -c "import json,sys; d=json.load(open('spool/ordine-esempio/out/riscontri/$1.riscontro.json')); print($2)"; }
[ "$(ack mypay-ORD-14-1_4.csv "d['outcome'],d['totals']['booked']['rows'],{b['operation'] for b in d['booked']}")" = "booked 3 {'create'}" ]
told $? "a MyPay file dropped in the channel is booked"
[ "$(ack caricamento.zip "d['outcome'],[len(b['options']) for b in d['booked']]")" = "booked [1, 1, 3]" ]
told $? "the zip of the massive upload is booked, instalments too"
[ "$(ack quote-albo.csv "d['outcome']")" = booked ]
told $? "the standard tracciato is still taken beside them"
sed -e '2s/;I\r/;A\r/' -e '3s/;90.5;/;95.5;/' -e '3s/;I\r/;M\r/' "$S/mypay-ORD-14-1_4.csv" >changed.csv
drop changed.csv mypay-ORD-15-1_4.csv
"$R" run >run.out 2>run.err
[ "$(ack mypay-ORD-15-1_4.csv "sorted((b['key'],b['operation']) for b in d['booked']),d['totals']['unchanged']['rows']")" = \
	"[('MY14-2027-1', 'delete'), ('MY14-2027-2', 'update')] 1" ]
told $? "annul and change become delete and update, the rest stays"
sed -i 's/layout = "mypay gpd standard"/layout = "mypay propria"/' riscontro.conf
"$R" check quote.csv >out 2>err
[ $? -eq 78 ] && grep -q '"propria" is unknown' err
told $? "an unknown layout is told at the start"
printf 'columns = ( { field = "importo"; header = "x"; form = "yen"; } );\n' >layouts/propria.layout
"$R" status >out 2>err
[ $? -eq 78 ] && grep -q 'layouts/propria.layout:1: columns\[1\].form: unknown form' err
told $? "a wrong layout beside the configuration is told at the start with file and line"
echo "1..$n"
