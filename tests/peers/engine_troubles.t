#!/usr/bin/python3
"""What partners do wrong, driven through the engine: each row of docs/corrieri.md gives its state, its code, its
sentence in both languages, and its time of the next try."""
import datetime
import os
import re
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_sftp_peers import *
import node_mock

need("openssl")
for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[name]
rows = re.findall(r"^\| (.+?) \| (\w+) \| (riprova|seguito|sospeso|fallito) \| (?:`(\w+)`)? ?\|$",
                  open(os.path.join(TOP, "docs/corrieri.md"), encoding="utf-8").read(), re.M)
ca, cert, key = certificates()
node, state = node_mock.serve(cert, key)
write("key", "chiave-di-prova\n")
write("wrong", "chiave-sbagliata\n")
server = sshd()
os.makedirs(path("other-ca"))
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=Other CA",
                "-keyout", path("other-ca/key"), "-out", path("other-ca/ca.pem")], check=True, stderr=subprocess.DEVNULL)


def hang(handler):
    """Says nothing until the other side has had enough."""
    handler.connection.settimeout(60)
    try:
        while handler.connection.recv(65536):
            pass
    except OSError:
        pass
    handler.close_connection = True


def reset(handler):
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def status(number, title="string", detail="", **headers):
    return lambda h: h.answer(number, {"title": title, "status": number, "detail": detail}, **headers)


def accept_silently(handler):
    handler.answer(202, None)


def bad_json(handler):
    handler.answer(200, b'{"fileId": "0000')


def https(upload=None, report=None, **more):
    def play(name):
        state.plan[:] = [upload] if upload else []
        state.report_plan[:] = [report] if report else []
        settings = dict(port=node, key="key", ca=ca)
        settings.update(more)
        text = """{ name = "partner"; kind = "https"; base = "https://localhost:%d/gpd-up"; key = "file:%s"; broker = "15376371009";
 organization = "80000000028"; ca_file = "%s"; timeout = %d; connect_timeout = 30; }""" % (
            settings["port"], path(settings["key"]), settings["ca"], 2 if upload == hang else 30)
        spool = Spool(name, text, '{ kind = "node"; couriers = [ "partner" ]; }', quotas=3)
        spool.run()
        if report:
            spool.rows("UPDATE outbox SET next_at = 0")
            spool.run()
        return spool
    return play


def appio(name):
    node_mock.Handler.appio_plan = staticmethod(hang)
    text = """{ name = "partner"; kind = "appio"; base = "https://localhost:%d/io"; key = "file:%s"; ca_file = "%s"; timeout = 2; }""" % (
        node, path("key"), ca)
    spool = Spool(name, text, '{ kind = "appio"; couriers = [ "partner" ]; }', quotas=1)
    spool.run()
    node_mock.Handler.appio_plan = None
    return spool


def sftp(prepare=None, restore=None, trusts=True, **more):
    def play(name):
        settings = prepare() if prepare else {}
        spool = Spool(name, courier(folder=HOME + "/" + name, **more, **(settings or {})), '{ kind = "notices"; couriers = [ "partner" ]; }', quotas=2)
        if trusts:
            trusted(spool, (settings or {}).get("port", PORT))
        spool.run()
        if restore:
            restore()
        return spool
    return play


def other_key():
    global server
    stop(server)
    server = sshd("other")


def first_key():
    global server
    stop(server)
    server = sshd()


def dead_port():
    return {"port": free_port()}


def cut_line():
    return {"port": Cutter(PORT, 30000).port}


PLAYS = {
    "è spento": https(port=free_port()),
    "non risponde": https(hang),
    "chiude a metà": https(reset),
    "mostra un certificato di un altro": https(ca=path("other-ca/ca.pem")),
    "risponde 401, chiave sbagliata": https(key="wrong"),
    "risponde 403": https(status(403)),
    "risponde 400": https(status(400, "INVALID FILE")),
    "risponde 400 e nomina una posizione": https(status(400, "INVALID DEBT POSITIONS", "create.paymentPositions[1].fullName: must not be blank")),
    "risponde 413, file troppo grande": https(status(413)),
    "risponde 429 con «Retry-After: 7200000 ms»": https(status(429, Retry_After="7200000 ms")),
    "risponde 500": https(status(500)),
    "risponde 503": https(status(503, Retry_After="30")),
    "accetta senza dire il numero del file": https(accept_silently),
    "chiede pazienza per l'esito (425)": https(None, status(425, Retry_After="7000 ms")),
    "manda un esito che non è JSON": https(None, bad_json),
    "non risponde a un messaggio App IO": appio,
    "è spento (SFTP)": sftp(dead_port),
    "mostra una chiave mai confermata": sftp(trusts=False),
    "mostra una chiave diversa da quella confermata": sftp(other_key, first_key),
    "rifiuta la chiave dell'utente": sftp(lambda: write("authorized", read("other.pub")) and None, lambda: write("authorized", read("user.pub"))),
    "fa cadere la linea a metà di un file": sftp(cut_line),
}
told = [r[0] for r in rows]
check(sorted(told) == sorted(PLAYS), "every row of the page is played here, and only those", (set(told) ^ set(PLAYS)))


def look(spool, lang):
    code, text = spool.command("--language", lang, "--json", "status")
    report = json.loads(text)
    mine = [o for o in report["outbox"] if o["courier"] == "partner"]
    return mine[0] if mine else {}, [c for c in report["couriers"] if c["courier"] == "partner"]


def seen_state(item, couriers):
    if couriers and couriers[0]["state"] == "held":
        return "sospeso"
    return {"waiting": "riprova", "following": "seguito", "failed": "fallito"}.get(item.get("state"))


for number, (case, kind, wanted, code) in enumerate(rows):
    spool = PLAYS[case]("case%02d" % number)
    item, couriers = look(spool, "en")
    italian, _ = look(spool, "it")
    time_told = item.get("next_at") is not None
    good = (seen_state(item, couriers) == wanted and (item.get("code") or None) == (code or None)
            and time_told == (wanted in ("riprova", "seguito"))
            and (not code or ("[%s]" % code in item["last_error"] and "[%s]" % code in italian["last_error"]
                              and item["last_error"] != italian["last_error"])))
    check(good, "%s: %s%s" % (case, wanted, " " + code if code else ""), (item, couriers))
    if case == "risponde 400 e nomina una posizione":
        check("paymentPositions[1].fullName" in item["last_error"], "and the position is named", item)
    if "7200000" in case:
        wait = datetime.datetime.fromisoformat(item["next_at"].replace("Z", "+00:00")).timestamp() - time.time()
        check(7000 < wait < 9500, "and the partner's wish of two hours is kept", item)
    if case == "risponde 500":
        before = len(state.requests)
        spool.hurry()
        spool.run()
        asked = [r[:2] for r in state.requests[before:]]
        check(asked and asked[0][0] == "GET" and "/files?" in asked[0][1], "and before it is sent again the Node is asked what it has", asked)
finish()
