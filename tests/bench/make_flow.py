#!/usr/bin/python3
"""Writes a flow of N payments: make_flow.py N [ID] [CREDITOR] > flow.xml"""
import random
import sys

count = int(sys.argv[1])
flow = sys.argv[2] if len(sys.argv) > 2 else "2026-11-20BCITITMM-0000000001"
creditor = sys.argv[3] if len(sys.argv) > 3 else "80000000028"
draw = random.Random(flow)
cents = [draw.randrange(100, 50000) for _ in range(count)]
total = sum(cents)
out = sys.stdout
out.write(f"""<?xml version="1.0" encoding="UTF-8"?>
<FlussoRiversamento xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/">
<versioneOggetto>1.0</versioneOggetto>
<identificativoFlusso>{flow}</identificativoFlusso>
<dataOraFlusso>2026-11-20T18:00:00</dataOraFlusso>
<identificativoUnivocoRegolamento>0306926752553605489999999999IT</identificativoUnivocoRegolamento>
<dataRegolamento>{flow[:10]}</dataRegolamento>
<istitutoMittente><identificativoUnivocoMittente><tipoIdentificativoUnivoco>B</tipoIdentificativoUnivoco>
<codiceIdentificativoUnivoco>{flow[10:18]}</codiceIdentificativoUnivoco></identificativoUnivocoMittente>
<denominazioneMittente>Banca di Prova</denominazioneMittente></istitutoMittente>
<istitutoRicevente><identificativoUnivocoRicevente><tipoIdentificativoUnivoco>G</tipoIdentificativoUnivoco>
<codiceIdentificativoUnivoco>{creditor}</codiceIdentificativoUnivoco></identificativoUnivocoRicevente>
<denominazioneRicevente>Ordine di Prova</denominazioneRicevente></istitutoRicevente>
<numeroTotalePagamenti>{count}</numeroTotalePagamenti>
<importoTotalePagamenti>{total // 100}.{total % 100:02d}</importoTotalePagamenti>
""")
numbers = draw.sample(range(10**13 - 1), count)
for i, c in enumerate(cents):
    iuv = f"01{numbers[i]:013d}"
    iuv += f"{(int('3' + iuv)) % 93:02d}"
    out.write(
        f"<datiSingoliPagamenti><identificativoUnivocoVersamento>{iuv}</identificativoUnivocoVersamento>"
        f"<identificativoUnivocoRiscossione>{draw.getrandbits(128):032x}</identificativoUnivocoRiscossione>"
        f"<indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>"
        f"<singoloImportoPagato>{c // 100}.{c % 100:02d}</singoloImportoPagato>"
        f"<codiceEsitoSingoloPagamento>0</codiceEsitoSingoloPagamento>"
        f"<dataEsitoSingoloPagamento>2026-11-19</dataEsitoSingoloPagamento></datiSingoliPagamenti>\n"
    )
out.write("</FlussoRiversamento>\n")
