#!/usr/bin/python3
"""Secrets stay where they are kept: a run that uses a password of mail, one of SFTP and a key of the Node leaves none of them in the
ledger, the log, what the commands print, the files that leave, the staging of a run cut short, or the command lines of its processes."""
import base64
import glob
import os
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_mail_peers import *
from sftp_password_peers import HOME, HOST_KEY
import node_mock
import sftp_password_peers as sftp

SECRETS = {"mail": "Posta-7c1e9f-Segreta", "sftp": "Flusso-b83d02-Segreta", "https": "Nodo-55ad1c-Segreta", "environment": "Ambiente-e01f77-Segreta"}
# As they are, and as protocols wrap them.
WRAPPED = {kind: [s.encode(), base64.b64encode(s.encode()), base64.b64encode(b"\0ordine\0" + s.encode()), s.encode().hex().encode()]
           for kind, s in SECRETS.items()}
for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[name]
for kind in ("mail", "sftp", "https"):
    write("secret-" + kind, SECRETS[kind] + "\n")
os.environ["NODE_KEY"] = SECRETS["environment"]
Handler.password = SECRETS["mail"].encode()
sftp.Server.password = SECRETS["sftp"]
server = serve()
sftp_port = sftp.serve("password")
node_port, state = node_mock.serve(cert, key)
state.key = SECRETS["https"]

COURIERS = """{ name = "posta"; kind = "mail"; host = "localhost"; port = %d; tls = "starttls"; user = "ordine"; password = "file:%s";
 from = "ordine@example.it"; ca_file = "%s"; per_minute = 0; timeout = 10; },
{ name = "partner"; kind = "sftp"; host = "127.0.0.1"; port = %d; user = "ordine"; password = "file:%s"; timeout = 10; },
{ name = "nodo"; kind = "https"; base = "https://localhost:%d/gpd-up"; key = "file:%s"; broker = "15376371009"; organization = "80000000028";
 ca_file = "%s"; timeout = 10; },
{ name = "io"; kind = "appio"; base = "https://localhost:%d/io"; key = "env:NODE_KEY"; ca_file = "%s"; timeout = 10; }""" % (
    PORT, path("secret-mail"), ca, sftp_port, path("secret-sftp"), node_port, path("secret-https"), ca, node_port, ca)
OUTLETS = """{ kind = "mail"; couriers = [ "posta" ]; }, { kind = "notices"; couriers = [ "folder", "partner" ]; },
 { kind = "node"; couriers = [ "nodo" ]; }, { kind = "appio"; couriers = [ "io" ]; }"""


def seen_in(data):
    return [kind for kind, forms in WRAPPED.items() if any(f in data for f in forms)]


def seen_below(folder, *but):
    """Files below a folder that hold a secret: (file, kinds)."""
    found, count = [], 0
    for top, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(top, name)
            if full not in but:
                count += 1
                data = open(full, "rb").read()
                found += [(full, seen_in(data))] if seen_in(data) else []
    return found, count


class Watch(threading.Thread):
    """What the processes of a run show to everybody: their command lines."""

    def __init__(self, group):
        super().__init__(daemon=True)
        self.group, self.lines, self.ends = group, set(), False
        self.start()

    def look(self, pid):
        try:
            if os.getpgid(int(pid)) == self.group:
                self.lines.add((pid, open("/proc/%s/cmdline" % pid, "rb").read() + open("/proc/%s/comm" % pid, "rb").read()))
        except (OSError, ValueError):
            pass

    def run(self):
        while not self.ends:
            for pid in os.listdir("/proc"):
                if pid.isdigit():
                    self.look(pid)
            time.sleep(0.005)


def watched_run(spool):
    """A run with its processes under watch: (what it said, command lines, processes)."""
    process = subprocess.Popen([RISCONTRO, "--config", spool.conf, "run"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)
    watch = Watch(process.pid)
    said = process.communicate(timeout=120)[0]
    watch.ends = True
    watch.join()
    return said, b"\n".join(line for _, line in watch.lines), len({pid for pid, _ in watch.lines})


def everything_said(spool):
    said = b""
    for words in (["status"], ["--json", "status"], ["config"], ["--json", "config"], ["mail", "--failed"], ["verify"], ["trust", "partner"],
                  ["--language", "it", "status"], ["retry", "posta"], ["explain", "COURIER_AUTH"]):
        said += spool.command(*words)[1].encode()
    return said


def look_over(spool, said, lines, processes, when):
    commands = everything_said(spool)
    ledger = glob.glob(spool.top + "/spool/.ledger/ledger.db*")
    found, count = seen_below(spool.top)
    check(not seen_in(said), when + ": the log has none of them", (seen_in(said), said[-300:]))
    check(not seen_in(commands) and len(commands) > 1000 and b"********" in commands,
          when + ": no command shows them, config prints stars", (seen_in(commands), len(commands)))
    check(processes > 1 and b"riscontro" in lines and not seen_in(lines),
          when + ": command lines of %d processes have none" % processes, (processes, seen_in(lines), lines[:300]))
    check(ledger and count > 10 and not found, when + ": none in the ledger, the %d files of the spool, staging and what left" % count, found)


# --- all goes well
spool = Spool("well", COURIERS, OUTLETS, quotas=4)
write(os.path.join(spool.top, "spool/.ledger/hosts"), "[127.0.0.1]:%d %s %s\n" % (sftp_port, HOST_KEY.get_name(), HOST_KEY.get_base64()), 0o644)
state.key = None  # any of the two
said, lines, processes = watched_run(spool)
check(spool.states("posta").get("sent") == 4 and spool.states("partner").get("sent") == 6 and len(state.messages) == 4 and
      spool.states("nodo").get("following", 0) + spool.states("nodo").get("sent", 0) == 1,
      "each courier used its secret", (said[-600:], [spool.states(c) for c in ("posta", "partner", "nodo", "io")]))
check(SECRETS["https"] in state.keys and SECRETS["environment"] in state.keys, "and the services saw theirs", state.keys)
look_over(spool, said, lines, processes, "when all goes well")
found, count = seen_below(HOME)
mails = b"".join(content for _, content in handler.got)
check(count == 6 and not found and mails and not seen_in(mails) and not seen_in(json.dumps([state.messages, state.positions]).encode()),
      "what the partners got has none", (found, count))

# --- everybody refuses them: messages of troubles quote what was seen
Handler.password = b"other"
sftp.Server.password = "other"
state.key = "other"
refused = Spool("refused", COURIERS, OUTLETS, quotas=4)
shutil.copy(os.path.join(spool.top, "spool/.ledger/hosts"), os.path.join(refused.top, "spool/.ledger/hosts"))
said, lines, processes = watched_run(refused)
codes = {c["courier"]: c["code"] for c in refused.status()["couriers"]}
check(codes == {c: "COURIER_AUTH" for c in ("posta", "partner", "nodo", "io")}, "refused, each of them is held", (codes, said[-600:]))
look_over(refused, said, lines, processes, "when all are refused")
check(glob.glob(refused.top + "/spool/.work/out.*"), "and that looked into staging too")

# --- a secret in the wrong place is not repeated
wrong = Spool("wrong", COURIERS.replace("file:" + path("secret-sftp"), SECRETS["sftp"]), OUTLETS, quotas=2)
said, lines, processes = watched_run(wrong)
shown = said + wrong.command("--json", "status")[1].encode()
check(b"COURIER_SECRET" in shown and not seen_in(shown), "a password written into the configuration is refused without being repeated",
      (seen_in(shown), shown[-500:]))
found, count = seen_below(wrong.top, wrong.conf)
check(not found, "nor does it get into the ledger", found)
check(seen_in(open(wrong.conf, "rb").read()) == ["sftp"], "this search finds what is there")
server.stop()
finish()
