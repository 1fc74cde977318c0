"""Judges `riscontro cat --as jsonl` on collected flows and receipts, for flows.t."""
import base64, decimal, gzip, io, json, os, re, subprocess, sys
import xml.etree.ElementTree as ET

PROGRAM = os.environ['RISCONTRO_ASAN']
CORPUS = os.path.join(os.environ['SHARED'], 'corpus')
SCRATCH = os.environ['SCRATCH']
results = []


def check(good, name, *why):
    results.append((bool(good), name, why))


def cat(path):
    run = subprocess.run([PROGRAM, '--language', 'en', 'cat', '--as', 'jsonl', path], capture_output=True)
    lines = [json.loads(x, parse_float=decimal.Decimal) for x in run.stdout.decode().splitlines()] \
        if run.returncode == 0 else []
    errors = run.stderr.decode()
    return run.returncode, lines, errors, set(re.findall(r'[:\[] ?([A-Z]+_[A-Z_]+)', errors))


def local(e):
    return e.tag.rsplit('}', 1)[-1]


def text(e, name):
    for x in e.iter():
        if local(x) == name:
            return (x.text or '').strip()
    return ''


def parse(data):
    """The tree of the flow in `data`, whatever is wrapped around it."""
    start = data.find(b'<?xml')
    tree = ET.fromstring(data[start:] if start > 0 else data)
    payload = text(tree, 'xmlRendicontazione')
    return parse(base64.b64decode(payload)) if payload else tree


def payments_of(tree):
    return [[text(p, 'identificativoUnivocoVersamento'), text(p, 'identificativoUnivocoRiscossione'),
             int(text(p, 'indiceDatiSingoloPagamento') or 1), decimal.Decimal(text(p, 'singoloImportoPagato')),
             text(p, 'codiceEsitoSingoloPagamento'), text(p, 'dataEsitoSingoloPagamento')[:10]]
            for p in tree.iter() if local(p) == 'datiSingoliPagamenti']


def row_of(x):
    outcome = 'errore' if x['outcome'] == -1 else str(x['outcome'])
    return [x['iuv'], x['iur'], x['index'], decimal.Decimal(x['amount']), outcome, x['date']]


def manifest(folder):
    for line in open(os.path.join(CORPUS, folder, 'MANIFEST.md'), encoding='utf-8'):
        cells = [c.strip() for c in line.split('|')[1:-1]]
        if len(cells) > 4 and os.path.isfile(os.path.join(CORPUS, folder, cells[0])):
            yield cells


def judge_xml(path, numbers=None):
    name = os.path.basename(path)
    tree = parse(open(path, 'rb').read())
    code, rows, errors, codes = cat(path)
    expected = payments_of(tree)
    check(code == 0 and [row_of(r) for r in rows] == expected,
          f'{name}: every payment as another parser reads it', errors)
    total = decimal.Decimal(text(tree, 'importoTotalePagamenti'))
    count = int(text(tree, 'numeroTotalePagamenti'))
    check(('FLOW_TOTAL_DIFFERS' in codes) == (sum(p[3] for p in expected) != total)
          and ('FLOW_COUNT_DIFFERS' in codes) == (len(expected) != count),
          f'{name}: a wrong total or count is told, a right one is not', errors)
    check(rows and rows[0]['flow'] == text(tree, 'identificativoFlusso')
          and rows[0]['settled'] == text(tree, 'dataRegolamento')[:10]
          and rows[0]['made'] == text(tree, 'dataOraFlusso'), f'{name}: the header', rows[:1])
    told = re.match(r'head (\d+) / ([\d.]+); lines (\d+) / ([\d.]+); esiti (.*)', numbers or '')
    if told:
        outcomes = {}
        for r in rows:
            key = row_of(r)[4]
            outcomes[key] = outcomes.get(key, 0) + 1
        listed = dict(re.findall(r'(\w+?)x(\d+)', told[5]))
        check(len(rows) == int(told[3]) and sum(r['amount'] for r in rows) == decimal.Decimal(told[4])
              and {k: int(v) for k, v in listed.items()} == outcomes,
              f'{name}: the numbers of its list', told[0], outcomes)


for cells in manifest('fdr'):
    if cells[0].endswith('.xml'):
        judge_xml(os.path.join(CORPUS, 'fdr', cells[0]), cells[6])
judge_xml(os.path.join(CORPUS, 'pagopa-fdr', 'nodoChiediFlussoRendicontazione_OK.xml'))
judge_xml(os.path.join(CORPUS, 'piemontepay', '2018-07-23BCITITMM-0000000024.xml'),
          'head 143 / 23864.43; lines 143 / 23864.43; esiti 0x143')


def refused(path, wanted):
    code, rows, errors, codes = cat(path)
    check(code == 65 and wanted in codes and not rows, f'{os.path.basename(path)}: {wanted}', code, errors)


fdr = os.path.join(CORPUS, 'pagopa-fdr')
refused(os.path.join(fdr, 'nodoChiediFlussoRendicontazione_KO_nexi.xml'), 'FLOW_FAULT')
refused(os.path.join(fdr, 'nodoInviaFlussoRendicontazione_KO.xml'), 'FLOW_FAULT')
refused(os.path.join(fdr, 'nodoChiediElencoFlussiRendicontazione_OK.xml'), 'FLOW_NOT_A_FLOW')
refused(os.path.join(fdr, 'nodoChiediElencoFlussiRendicontazione_KO_nexi.xml'), 'FLOW_NOT_A_FLOW')

code, rows, errors, codes = cat(os.path.join(CORPUS, 'p4pa', 'payment_reporting.xml'))
check(code == 0 and not rows and {'FLOW_EMPTY', 'FLOW_TOTAL_UNREADABLE'} <= codes,
      'a template without payments is an empty flow', errors)

# JSON: the internal document of the FdR platform, its payments, and the same packed in another.
inner = os.path.join(CORPUS, 'fdr', 'rest_flusso_interno_88888888888-750729191.json')
code, rows, errors, codes = cat(inner)
check(code == 0 and [row_of(r) for r in rows] ==
      [['118312461614721', '114425659460192', 1, decimal.Decimal('10'), '0', '2025-03-14']]
      and rows[0]['settled'] == '2025-03-14', 'JSON: a local midnight written as UTC is that day', errors)
code, rows, errors, codes = cat(os.path.join(CORPUS, 'fdr', 'rest_payments_5_stati.json'))
check([r['outcome'] for r in rows] == [0, 3, 9, 4, 8] and [r['index'] for r in rows] == [1, 2, 3, 4, 5]
      and 'FLOW_ID_MISSING' in codes, 'JSON: every payStatus; payments without their header are told', errors)
packed = os.path.join(SCRATCH, 'packed.json')
with open(packed, 'w') as f:
    blob = base64.b64encode(gzip.compress(open(inner, 'rb').read())).decode()
    json.dump({'payload': blob, 'encoding': 'base64', 'payStatus': None}, f)
check(cat(packed)[1] == cat(inner)[1], 'JSON: a document packed in another', cat(packed)[2])
history = os.path.join(fdr, 'test-1-content.json.zip')
content = os.path.join(SCRATCH, 'content.json')
data = open(history, 'rb').read()
open(content, 'wb').write(gzip.decompress(data))
document = json.loads(gzip.decompress(data), parse_float=decimal.Decimal)
code, rows, errors, codes = cat(content)
check(code == 0 and [r['iuv'] for r in rows] == [p['iuv'] for p in document.get('payments', [])],
      'JSON: the content kept by the history', errors)

# The same flow in the encodings that XML knows, and damaged.
flow = os.path.join(CORPUS, 'fdr', '2021-07-27SELBIT2B-S003014897.xml')
plain = open(flow, encoding='utf-8').read()
body = plain[plain.find('?>') + 2:]
expected = cat(flow)[1]
for encoding in ('UTF-16', 'ISO-8859-1', 'windows-1252'):
    other = os.path.join(SCRATCH, encoding + '.xml')
    open(other, 'wb').write(f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding))
    check(cat(other)[1] == expected, f'the same flow in {encoding}', cat(other)[2])
for size in (len(plain) // 3, len(plain) - 10):
    cut = os.path.join(SCRATCH, 'cut.xml')
    open(cut, 'w').write(plain[:size])
    refused(cut, 'XML_NOT_WELL_FORMED')
hostile = os.path.join(SCRATCH, 'doctype.xml')
open(hostile, 'w').write('<!DOCTYPE x [<!ENTITY a "b">]>' + body)
refused(hostile, 'XML_DOCTYPE')

# Receipts.
RT_FIELDS = {'rt62_govpay_100.99.xml', 'rt_263.xml', 'rt_2voci.xml', 'rt_commissioni.xml', 'rt_esito1_importo10.xml',
             'rt_parziale_11_0.xml'}
for cells in list(manifest('rt')) + [['../p4pa/RECEIPT_INVALID.xml']]:
    path = os.path.join(CORPUS, 'rt', cells[0])
    name = os.path.basename(path)
    if not name.endswith('.xml'):
        continue
    tree = ET.parse(path).getroot()
    old = name in RT_FIELDS
    items = [x for x in tree.iter() if local(x) == ('datiSingoloPagamento' if old else 'transfer')]
    amount = 'singoloImportoPagato' if old else 'transferAmount'
    wanted = [[text(tree, 'identificativoUnivocoVersamento' if old else 'creditorReferenceId'),
               text(x, 'identificativoUnivocoRiscossione') if old else text(tree, 'receiptId'),
               i + 1 if old else int(text(x, 'idTransfer')), decimal.Decimal(text(x, amount)),
               text(tree, 'identificativoDominio') if old else text(x, 'fiscalCodePA')]
              for i, x in enumerate(items)]
    code, rows, errors, codes = cat(path)
    got = [[r['iuv'], r['iur'], r['index'], decimal.Decimal(r['amount']), r['creditor']] for r in rows]
    check(code == 0 and got == wanted and decimal.Decimal(rows[0]['total']) ==
          decimal.Decimal(text(tree, 'importoTotalePagato' if old else 'paymentAmount')),
          f'{name}: every transfer as another parser reads it', got, wanted, errors)
    check(('RECEIPT_OUTCOME_CONTRADICTS' in codes) == (name == 'rt_esito1_importo10.xml'),
          f'{name}: an outcome that contradicts the amount is told', errors)
code, rows, errors, codes = cat(os.path.join(CORPUS, 'rt', 'gpd_receipt_payment_option.json'))
check([str(r['amount']) for r in rows] == ['10.00', '0.50', '0.05'] and str(rows[0]['total']) == '10.55',
      'a payment option counts in cents', errors)
soap = os.path.join(SCRATCH, 'rt.xml')
rt = base64.encodebytes(open(os.path.join(CORPUS, 'rt', 'rt_2voci.xml'), 'rb').read()).decode()
open(soap, 'w').write('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><p:paaInviaRT '
                      f'xmlns:p="http://ws.pagamenti.telematici.gov/"><tipoFirma/><rt>{rt}</rt></p:paaInviaRT>'
                      '</s:Body></s:Envelope>')
check(cat(soap)[1] == cat(os.path.join(CORPUS, 'rt', 'rt_2voci.xml'))[1], 'an RT in base64 within SOAP', cat(soap)[2])

print(f'1..{len(results)}')
for n, (good, name, why) in enumerate(results, 1):
    for line in ([] if good else why):
        print('#', str(line)[:400].replace('\n', ' '))
    print('ok' if good else 'not ok', n, '-', name)
