#!/usr/bin/python3
"""The engine fetches from OpenSSH's server: each file is booked once, whatever dies, and tidied there only then."""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from engine_fetching import *

if not (shutil.which("sshd") or os.path.exists("/usr/sbin/sshd")):
    skip_all("sshd is not installed")
KILLS = int(os.environ.get("ENGINE_KILLS", "5"))
random.seed(20261125)
server = Sshd()
HOME = path("home")

# --- folders and names by pattern, after a person's word
for bank in ("alfa", "beta"):
    put(HOME + "/bank/%s/fdr" % bank, "flusso-%s.xml" % bank, flow(len(bank) * 100 + ord(bank[0])))
put(HOME + "/bank/alfa/fdr", "leggimi.txt", "non un flusso")
put(HOME + "/bank/alfa/fdr", ".nascosto.xml", flow(1))
put(HOME + "/bank/alfa/fdr", "in-arrivo.xml.part", flow(2))
put(HOME + "/bank/alfa/altro", "flusso-altro.xml", flow(3))
os.makedirs(HOME + "/bank/alfa/fdr/cartella.xml")
spool = fetching("first", server.fetcher(folders=[HOME + "/bank/*/fdr"], patterns=["*.xml", "*.part"]))
code, text = spool.run()
state = spool.status()
check(code == 75 and [c["code"] for c in state["couriers"]] == ["COURIER_HOST_UNKNOWN"],
      "an unknown server is not fetched from; run says that something waits", (code, text))
code, text = spool.command("trust", "banca", "--yes")
check(code == 0, "trust knows fetchers too", text)
code, text = spool.run()
names = sorted(r[0] for r in spool.rows("SELECT name FROM file WHERE state = 'booked'"))
check(code == 0 and names == ["flusso-alfa.xml", "flusso-beta.xml"], "then what the patterns name is fetched and booked in one run",
      (code, text, names))
check(spool.rows("SELECT COUNT(*) FROM payment") == [(6,)] and inbound(spool, "fdr") == [], "payment by payment")
check(fetched(spool) == {"done": 2} and os.path.exists(HOME + "/bank/alfa/fdr/flusso-alfa.xml"), "what is kept there is left there")
events = dict(spool.rows("SELECT kind, COUNT(*) FROM event WHERE kind LIKE 'fetch.%' GROUP BY kind"))
check(events == {"fetch.taken": 2, "fetch.done": 2}, "each taking is in the chain", events)
detail = spool.rows("SELECT detail FROM event WHERE kind = 'fetch.taken' ORDER BY id")[0][0]
check("sha256 " in detail and HOME in detail and "banca" in detail, "with its sha256 and where it came from", detail)
code, text = spool.run()
check(code == 0 and "files worked 0" in text, "before its time the partner is not asked again", text)
look_again(spool)
code, text = spool.run()
check(code == 0 and "files worked 0" in text and fetched(spool) == {"done": 2}, "and nothing is fetched twice", text)
state = spool.status()["fetchers"]
check(len(state) == 1 and state[0]["taken"] == 0 and state[0]["known"] == 2 and state[0]["next_at"], "status tells of the last look", state)
code, text = spool.command("show", "flusso-alfa.xml")
check(code == 0 and HOME + "/bank/alfa/fdr/flusso-alfa.xml" in text and "banca" in text, "show tells where a file came from", text)

# --- a file that changes there
put(HOME + "/bank/alfa/fdr", "flusso-alfa.xml", flow(777), age=7200)
code, text = spool.command("fetch", "banca")
check(code == 0 and "taken 1" in text and "FETCH_CHANGED" not in text, "fetch looks at once, whatever the schedule", text)
check("has changed" in text or "not what was fetched" in text, "a file that changed there is told", text)
code, text = spool.run()
check(spool.rows("SELECT COUNT(*) FROM flow") == [(3,)], "and comes in as a new one", text)
os.utime(HOME + "/bank/alfa/fdr/flusso-alfa.xml", (time.time() - 5000, time.time() - 5000))
code, text = spool.command("fetch")
check(code == 0 and "taken 0" in text, "one that was only touched does not", text)
check(spool.rows("SELECT MAX(version) FROM fetched") == [(2,)], "its versions are told apart")
put(HOME + "/bank/beta/fdr", "copia.xml", flow(777))
code, text = spool.command("fetch")
check("received before 1" in text and inbound(spool, "fdr") == [], "a known content under another name is not dropped again", text)
spool.run()
code, text = spool.command("--json", "fetch", "banca")
check(code == 0 and json.loads(text)[0]["taken"] == 0, "fetch tells programs too", text)
code, text = spool.command("fetch", "nessuno")
check(code == 78 and "fetchers" in text, "an unknown name is told", text)

# --- two of one name
put(HOME + "/same/a", "estratto.xml", flow(801))
put(HOME + "/same/b", "estratto.xml", flow(802))
spool2 = fetching("same", server.fetcher(folders=[HOME + "/same/*"], after="delete"))
shutil.copy(path("first/spool/.ledger/hosts"), spool2.top + "/spool/.ledger/hosts")
code, text = spool2.command("fetch")
check(len(inbound(spool2, "fdr")) == 2, "two files of one name stand side by side", (text, inbound(spool2, "fdr")))
check(os.path.exists(HOME + "/same/a/estratto.xml"), "and stay there until they are booked")
code, text = spool2.run()
check(code == 0 and sorted(booked(spool2).values()) == [1, 1] and not os.listdir(HOME + "/same/a") + os.listdir(HOME + "/same/b"),
      "booked, they are deleted there", (code, text, fetched(spool2)))
check(spool2.command("verify")[0] == 0, "the chain holds")

# --- moved there; what is refused stays
put(HOME + "/moved", "buono.xml", flow(901))
put(HOME + "/moved", "rotto.xml", flow(902)[:700])
put(HOME + "/moved/fatti", "buono.xml", "di un altro giorno")
spool3 = fetching("moved", server.fetcher(folders=[HOME + "/moved"], after="move", moved="fatti", every=1))
shutil.copy(path("first/spool/.ledger/hosts"), spool3.top + "/spool/.ledger/hosts")
code, text = spool3.run()
there = sorted(os.listdir(HOME + "/moved/fatti"))
check(code == 65 and len(there) == 2 and there[0].endswith("-buono.xml"), "moved there, never over another file", (code, text, there))
check(open(HOME + "/moved/fatti/buono.xml").read() == "di un altro giorno", "which is untouched")
check(os.path.exists(HOME + "/moved/rotto.xml") and fetched(spool3) == {"done": 1, "refused": 1}, "what was refused is left where it is",
      fetched(spool3))

# --- a file that grows, one that is too large, and a partner that writes while we look
put(HOME + "/grows", "grande.xml", b" " * 3000000)
growing = put(HOME + "/grows", "cresce.xml", flow(950)[:1000], age=1)
put(HOME + "/grows", "fresco.xml", flow(951), age=1)
spool4 = fetching("grows", server.fetcher(folders=[HOME + "/grows"]))
conf = open(spool4.conf).read().replace("# most_file = 536870912;", "most_file = 2000000;").replace(
    '{ kind = "flows"; }', '{ kind = "flows"; settle = 2; }')
open(spool4.conf, "w").write(conf)
shutil.copy(path("first/spool/.ledger/hosts"), spool4.top + "/spool/.ledger/hosts")
child = subprocess.Popen([RISCONTRO, "--config", spool4.conf, "--language", "en", "fetch"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
while child.poll() is None:  # it grows for as long as it is looked at
    with open(growing, "a") as f:
        f.write(" ")
    time.sleep(0.2)
text = child.communicate()[0].decode()
check(inbound(spool4, "fdr") == ["fresco.xml"], "a file that grows is left until it is whole, others are not", (text, inbound(spool4, "fdr")))
check("3000000 bytes" in text and child.returncode == 65, "one beyond the limit is told", text)
with open(growing, "w") as f:
    f.write(flow(950))
code, text = spool4.command("fetch")
check(code == 0 and "taken 1" in text and digest(flow(950)) in [r[0] for r in spool4.rows("SELECT sha256 FROM fetched")],
      "whole, it is taken; the large one is told once", text)

# --- a dead partner beside a living one, and a person's say
hole = socket.socket()
hole.bind(("127.0.0.1", 0))
hole.listen(5)  # takes connections and never says a word
put(HOME + "/live", "vivo.xml", flow(960))
spool5 = fetching("two", server.fetcher("morta", port=hole.getsockname()[1], connect_timeout=600) + ", "
                  + server.fetcher("viva", folders=[HOME + "/live"]))
shutil.copy(path("first/spool/.ledger/hosts"), spool5.top + "/spool/.ledger/hosts")
child = subprocess.Popen([RISCONTRO, "--config", spool5.conf, "--quiet", "run"], stderr=subprocess.DEVNULL)
while child.poll() is None and not (os.path.exists(spool5.top + "/spool/.ledger/ledger.db") and booked(spool5)):
    time.sleep(0.05)
check(child.poll() is None and booked(spool5), "while a partner never answers the others' files are booked", child.poll())
hole.close()
check(child.wait(60) == 75, "and run says that it waits")
state = spool5.status()["couriers"]
check([c["courier"] for c in state] == ["morta"] and state[0]["state"] == "open" and state[0]["next_at"] and state[0]["code"],
      "status says why and when it is tried again", state)
code, text = spool5.command("hold", "viva")
put(HOME + "/live", "secondo.xml", flow(961))
look_again(spool5)
spool5.rows("UPDATE courier SET next_at = 9999999999 WHERE name = 'morta'")
spool5.run()
check(len(booked(spool5)) == 1, "a held fetcher takes nothing", text)
code, text = spool5.command("retry", "viva")
spool5.run()
check(code == 0 and len(booked(spool5)) == 2, "retried by a person it looks at once", text)

# --- the line drops in the middle of a file
put(HOME + "/cut", "lungo.xml", flow(970) + "<!-- %s -->" % ("x" * 400000))


class Dropper(Cutter):
    """Cuts what comes back after so many bytes, the first three times."""
    cuts = 3

    def back(self, source, sink):
        passed, limit = 0, 150000 if self.cuts > 0 else 1 << 40
        self.cuts -= 1
        try:
            while passed < limit:
                data = source.recv(min(65536, limit - passed))
                if not data:
                    break
                sink.sendall(data)
                passed += len(data)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


proxy = Dropper(server.port, 1 << 40)
spool6 = fetching("cut", server.fetcher(port=proxy.port, folders=[HOME + "/cut"], after="delete"))
spool6.command("trust", "banca", "--yes")
codes = []
for _ in range(5):
    codes.append(spool6.run()[0])
    look_again(spool6)
check(codes[0] == 75 and codes[-1] == 0, "a line that drops in the middle of a file is a matter of time", codes)
check(booked(spool6) == {digest(flow(970) + "<!-- %s -->" % ("x" * 400000)): 1} and not os.listdir(HOME + "/cut"),
      "the file is booked once, whole, and then deleted there", booked(spool6))

# --- killed while files come
COUNT = int(os.environ.get("ENGINE_FILES", "60"))
wanted = {digest(flow(2000 + i)): 1 for i in range(COUNT)}
for i in range(COUNT):
    put(HOME + "/kill/%d" % (i % 3), "flusso-%d.xml" % i, flow(2000 + i))
    put(HOME + "/calm/%d" % (i % 3), "flusso-%d.xml" % i, flow(2000 + i))
calm = fetching("calm", server.fetcher(folders=[HOME + "/calm/*"], after="delete"))
shutil.copy(path("first/spool/.ledger/hosts"), calm.top + "/spool/.ledger/hosts")
calm.run(timeout=800)
check(booked(calm) == wanted, "%d files are fetched and booked" % COUNT, len(booked(calm)))
line = Slow(server.port, 0.0005)
spool7 = fetching("kill", server.fetcher(port=line.port, folders=[HOME + "/kill/*"], after="delete"))
write(spool7.top + "/spool/.ledger/hosts", read("first/spool/.ledger/hosts").replace(b":%d " % server.port, b":%d " % line.port), 0o644)
cut = 0
for i in range(KILLS):
    goal = kept(spool7) + random.randint(1, max(COUNT // (2 * KILLS), 1))
    cut += spool7.run_and_kill(lambda: kept(spool7) >= goal) is None
    if os.path.exists(spool7.top + "/spool/.ledger/ledger.db"):
        look_again(spool7)
    if i % 3 == 2:  # the server dies too
        server.kill()
        server.start()
for _ in range(4):
    look_again(spool7)
    code, text = spool7.run(timeout=800)
check(cut > 0, "the kills came while files came", cut)
check(code == 0 and booked(spool7) == wanted, "killed %d times: every file is booked exactly once" % cut,
      (code, text, len(booked(spool7)), [n for n in booked(spool7).values() if n != 1]))
left = [n for _, _, files in os.walk(HOME + "/kill") for n in files]
check(not left and fetched(spool7).get("fetched", 0) == 0, "and none is left there", (left[:5], fetched(spool7)))
hidden = [n for n in inbound(spool7, "fdr")]
check(not hidden and spool7.command("verify")[0] == 0, "no half file is left here, the chain holds", hidden[:5])
finish()
