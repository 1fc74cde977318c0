#!/usr/bin/python3
"""Writes flows with payments of their own: make_flow.py FILES PAYMENTS DIR [CREDITOR]"""
import random
import sys

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<FlussoRiversamento xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/">
<versioneOggetto>1.0</versioneOggetto>
<identificativoFlusso>%(flow)s</identificativoFlusso>
<dataOraFlusso>2026-11-20T18:00:00</dataOraFlusso>
<identificativoUnivocoRegolamento>0306926752553605489999999999IT</identificativoUnivocoRegolamento>
<dataRegolamento>2026-11-19</dataRegolamento>
<istitutoMittente><identificativoUnivocoMittente><tipoIdentificativoUnivoco>B</tipoIdentificativoUnivoco>
<codiceIdentificativoUnivoco>FANTITMM</codiceIdentificativoUnivoco></identificativoUnivocoMittente>
<denominazioneMittente>Banca Fantasia</denominazioneMittente></istitutoMittente>
<istitutoRicevente><identificativoUnivocoRicevente><tipoIdentificativoUnivoco>G</tipoIdentificativoUnivoco>
<codiceIdentificativoUnivoco>%(creditor)s</codiceIdentificativoUnivoco></identificativoUnivocoRicevente>
<denominazioneRicevente>Ordine di Prova</denominazioneRicevente></istitutoRicevente>
<numeroTotalePagamenti>%(count)d</numeroTotalePagamenti>
<importoTotalePagamenti>%(total)s</importoTotalePagamenti>
"""
LINE = (
    "<datiSingoliPagamenti><identificativoUnivocoVersamento>%s</identificativoUnivocoVersamento>"
    "<identificativoUnivocoRiscossione>%032x</identificativoUnivocoRiscossione>"
    "<indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>"
    "<singoloImportoPagato>%s</singoloImportoPagato>"
    "<codiceEsitoSingoloPagamento>0</codiceEsitoSingoloPagamento>"
    "<dataEsitoSingoloPagamento>2026-11-18</dataEsitoSingoloPagamento></datiSingoliPagamenti>\n"
)


def euros(cents):
    return "%d.%02d" % divmod(cents, 100)


def main():
    files, payments, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    creditor = sys.argv[4] if len(sys.argv) > 4 else "80000000028"
    draw = random.Random(1)
    bases = draw.sample(range(10**13), files * payments)
    for f in range(files):
        cents = [draw.randrange(100, 50000) for _ in range(payments)]
        flow = "2026-11-19FANTITMM-S%010d" % f
        with open("%s/%s.xml" % (folder, flow), "w") as out:
            out.write(HEAD % {"flow": flow, "creditor": creditor, "count": payments, "total": euros(sum(cents))})
            for i, c in enumerate(cents):
                base = "01%013d" % bases[f * payments + i]
                iuv = base + "%02d" % (int("3" + base) % 93)
                out.write(LINE % (iuv, draw.getrandbits(128), euros(c)))
            out.write("</FlussoRiversamento>\n")


if __name__ == "__main__":
    main()
