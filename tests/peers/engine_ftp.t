#!/usr/bin/python3
"""The engine and pure-ftpd with TLS: files arrive whole under their final names, also when the engine is killed, and a certificate of
somebody else holds the courier."""
import glob
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_peers import *
from ftp_peers import *

random.seed(6)
port = serve()
OUT = '{ kind = "notices"; couriers = [ "web" ]; }'


def courier(folder, authority=ca, number=port):
    return """{ name = "web"; kind = "ftp"; host = "localhost"; port = %d; user = "ordine"; password = "file:%s"; folder = "%s"; ca_file = "%s";
 timeout = 10; }""" % (number, secret, folder, authority)


def compare(spool, folder):
    """What the ledger says against what lies there: (missing or other bytes, more than that, how many)."""
    wanted = dict(spool.rows("SELECT name, sha256 FROM artefact"))
    there = {os.path.relpath(n, folder): digest(n) for n in glob.glob(folder + "/**", recursive=True) if os.path.isfile(n)}
    return [n for n in wanted if there.get(n) != wanted[n]], [n for n in there if n not in wanted], len(wanted)


spool = Spool("calm", courier("avvisi/2026"), OUT, quotas=20)
code, text = spool.run()
missing, more, count = compare(spool, HOME + "/avvisi/2026")
check(code == 0 and count == 22 and not missing and not more, "every file arrives whole under its final name, in folders made on demand",
      (code, text, missing[:3], more[:3]))
check(spool.states("web") == {"sent": 22} and spool.staged() == [], "and is booked as sent")
events = spool.rows("SELECT detail FROM event WHERE kind = 'delivery.sent'")
check(len(events) == 22 and all("courier web, sha256 " in e[0] for e in events), "with its sha256 in the chain", events[:1])

# --- killed, files of some size so that the kill falls into one
spool = Spool("killed", courier("killed"), OUT, quotas=60)
spool.command("hold", "web")
spool.run()
spool.command("release", "web")
cut = 0


def lying():
    return len(glob.glob(HOME + "/killed/*"))


for turn in range(12):
    spool.hurry()
    goal = lying() + random.randint(0, 4)
    ended = spool.run_and_kill(lambda: lying() >= goal)
    cut += ended is None
    if ended == 0:
        break
spool.hurry()
code, text = spool.run()
missing, more, count = compare(spool, HOME + "/killed")
check(cut > 0 and lying() > 0, "it was killed %d times while files arrived" % cut, (cut, lying()))
check(code == 0 and count == 62 and not missing, "started again, every file is whole under its name", (code, text[-400:], missing[:3], spool.states("web")))
check(not more, "and none under a temporary one", more[:5])
doubled = spool.rows("SELECT subject, COUNT(*) FROM event WHERE kind = 'delivery.sent' GROUP BY 1 HAVING COUNT(*) > 1")
check(not doubled and spool.staged() == [] and spool.command("verify")[0] == 0, "none is told twice, the chain holds", doubled[:3])

# --- a certificate of somebody else, then the right one
os.makedirs(path("other"))
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=Other CA",
                "-keyout", path("other/key"), "-out", path("other/ca.pem")], check=True, stderr=subprocess.DEVNULL)
spool = Spool("certificate", courier("cert", path("other/ca.pem")), OUT, quotas=3)
code, text = spool.run()
held = spool.status()["couriers"]
outbox = spool.status()["outbox"]
check(code == 75 and held and (held[0]["state"], held[0]["code"]) == ("held", "COURIER_CERTIFICATE"), "a wrong certificate holds the courier",
      (code, text, held))
check(len(outbox) == 5 and all("certificate" in o["last_error"] and ";" in o["last_error"] for o in outbox), "each file says why, and what to do", outbox[:1])
text = spool.command("--language", "it", "status")[1]
check("sospeso" in text and "certificato" in text, "in Italian too", text[:400])
check(not os.path.exists(HOME + "/cert") and spool.rows("SELECT MAX(attempts) FROM outbox")[0][0] <= 1, "nothing was sent")
shutil.copy(ca, path("other/ca.pem"))
code, text = spool.command("retry", "web")
code, text = spool.run()
missing, more, count = compare(spool, HOME + "/cert")
check(code == 0 and count == 5 and not missing and not more, "with the right one, retried by a person, they arrive", (code, text, missing))
write("password", "sbagliata\n")
spool = Spool("refused", courier("password"), OUT, quotas=2)
spool.run()
held = spool.status()["couriers"]
check(held and (held[0]["state"], held[0]["code"]) == ("held", "COURIER_AUTH"), "a wrong password holds it too", held)
finish()
