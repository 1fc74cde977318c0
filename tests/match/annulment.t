#!/usr/bin/python3
# A contrary entry as OPI message: an ANNULLO under the number, day and year of what it undoes, with the same
# provvisori; of another year it is a message of its own. Both official schemas take them.
import glob, os, re, shutil, subprocess, sys
sys.path.insert(0, __file__.rsplit("/", 1)[0])
from world import Results, World, credit, flow

results = Results()
check = results.check
F = "2026-11-19BPPIITRRXXX-0000000001"
SIGNATURE = ('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod '
             'Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod '
             'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:DigestMethod '
             'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>'
             "</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>")
CONF = ('treasurer = { abi = "03069"; office = "UFABCD"; istat = "000711111"; channel = "A2A-12345678"; '
        'bank_channel = "A2A-87654321"; bank_code = "1234567"; siope = "9999"; }; '
        'channels = ({ kind = "flows"; posting = { capitolo = "9.01.001"; }; }, { kind = "statements"; });')
JOURNAL = "ESERCIZIO;N.PROVV.;DATA ESEC.;ANAGRAFICA CLIENTE;DESCRIZIONE CAUSALE;IMPORTO PROVVISORIO;VALUTA ENTE\r\n"


def valid(path, version):
    schema = os.path.join(os.environ["SHARED"], "reference", "opi", "OPI_FLUSSO_ORDINATIVI_V_%s.xsd" % version)
    signed = path + ".signed"
    open(signed, "w", encoding="utf-8").write(open(path, encoding="utf-8").read().replace(
        "</flusso_ordinativi>", SIGNATURE + "</flusso_ordinativi>"))
    return subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, signed], capture_output=True, text=True)


def facts(path):
    text = open(path, encoding="utf-8").read()
    return {k: re.findall("<%s>([^<]*)</%s>" % (k, k), text) for k in (
        "esercizio", "tipo_operazione", "numero_reversale", "data_reversale", "importo_reversale", "tipo_riscossione", "numero_provvisorio")}


w = World("annulli", CONF)
w.drop("fdr", "f.xml", flow(F, [("RF18539007547034", "x", 2550, 9)]))
w.drop("estratti-conto", "e.csv", JOURNAL + "2026;77;2026-11-20;POSTE;%s;25,50;2026-11-20\r\n" % credit(F))
w.run("run")
w.run("post", "--until", "2026-11-30")
w.run("run")
out = os.path.join(w.spool, "out", "contabilita")
made = facts(glob.glob(os.path.join(out, "opi_*.xml"))[0])
check("the provvisorio is settled", made["tipo_riscossione"] == ["REGOLARIZZAZIONE"] and made["numero_provvisorio"] == ["77"], made)
w.env["RISCONTRO_NOW"] = "2027-01-11T09:00:00Z"
w.run("post", "--undo", "2026/1")
w.run("run")
path = sorted(glob.glob(os.path.join(out, "opi-annulli-2026_*.xml")))
undone = facts(path[0]) if path else {}
check("of another year: a message of that year", undone.get("esercizio") == ["2026"] and len(path) == 1, (path, os.listdir(out)))
check("an ANNULLO with the keys of what it undoes", undone == dict(made, tipo_operazione=["ANNULLO"]), (undone, made))
check("no message of the new year claims its number", glob.glob(os.path.join(out, "opi_*_2027_*")) == [], os.listdir(out))
w.run("post", "--until", "2027-01-31", "--date", "2027-01-11")
w.run("run")
w.run("post", "--undo", "2027/2")
w.run("run")
again = [facts(p) for p in sorted(glob.glob(os.path.join(out, "opi_*_2027_*.xml")))]
check("within the year too", [(a["tipo_operazione"], a["numero_reversale"], a["esercizio"]) for a in again]
      == [(["INSERIMENTO"], ["2"], ["2027"]), (["ANNULLO"], ["2"], ["2027"])], again)
for version in ("1_6_1", "1_7_1"):
    if not os.path.isdir(os.environ.get("SHARED", "")) or not shutil.which("xmllint"):
        results.skip("the official schema %s takes them" % version, "no official schemas here")
        continue
    judged = [valid(p, version) for p in sorted(glob.glob(os.path.join(out, "opi*.xml")))]
    check("the official schema %s takes all %d" % (version, len(judged)), len(judged) == 4 and all(j.returncode == 0 for j in judged),
          [j.stderr for j in judged])
w.run("verify")
results.end()
