"""The inbound folders as partners really use them, and the daemon that watches them."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import time

from spool import PROGRAM, Skip, Spool, creditor, equal, fiscal_code, quota, table, tap


def waiting_names():
    """names that mean "not yet" and junk stay where they are; the finished file is booked"""
    s = Spool("names", creditor())
    kept = ["quote.csv.part", "quote.csv.filepart", "quote.crdownload", "~$quote.xlsx", ".quote.csv.swp",
            "Thumbs.db", ".DS_Store", "desktop.ini", "quote.tmp"]
    for name in kept:
        s.drop(name, table([quota(1)]))
    s.drop("vera.csv", table([quota(2)]))
    s.run(codes=(0, 75))
    equal(sorted(p.name for p in s.inbox().iterdir() if p.is_file()), sorted(kept))
    equal([r["name"] for r in s.rows("SELECT name FROM file")], ["vera.csv"])


def renamed_into_place():
    """a .part file is taken once it is renamed"""
    s = Spool("part", creditor())
    part = s.drop("quote.csv.part", table([quota(1)]))
    s.run(codes=(0, 75))
    equal(s.value("SELECT COUNT(*) FROM file"), 0)
    part.rename(part.with_suffix(""))
    s.run()
    equal(s.value("SELECT COUNT(*) FROM quota"), 1)


def no_files():
    """a symbolic link, a folder and a pipe are never read nor followed; nothing else is delayed"""
    s = Spool("odd", creditor())
    outside = s.home / "outside.csv"
    outside.write_text(table([quota(1)]))
    os.utime(outside, (1767225600, 1767225600))
    (s.inbox() / "link.csv").symlink_to(outside)
    (s.inbox() / "cartella.csv").mkdir()
    os.mkfifo(s.inbox() / "pipe.csv")
    s.drop("vera.csv", table([quota(2)]))
    s.run(codes=(0, 75))
    equal([r["name"] for r in s.rows("SELECT name FROM file")], ["vera.csv"])
    equal(sorted(p.name for p in s.inbox().iterdir()), ["cartella.csv", "link.csv", "pipe.csv", "verifica"])
    assert outside.exists()


def empty_file():
    """a file of zero bytes is refused in writing and lies in scarti/"""
    s = Spool("empty", creditor())
    answer = s.book("vuoto.csv", b"", codes=(65,))
    equal(answer["outcome"], "refused")
    assert answer["findings"][0]["code"] and answer["findings"][0]["next"], answer
    equal([p.name for p in (s.root / s.creditor / "scarti").iterdir()], ["vuoto.csv"])
    equal(s.files("nodo"), [])


def fresh_file_settles():
    """a file written a moment ago is taken only after its settle time"""
    s = Spool("settle", creditor(channel="settle = 3;").replace("settle = 1;", ""))
    s.drop("quote.csv", table([quota(1)]), age=None)
    start = time.monotonic()
    s.run()
    took = time.monotonic() - start
    equal(s.value("SELECT COUNT(*) FROM quota"), 1)
    assert took > 2, "taken after %.1f s" % took


def growing_file():
    """a file that somebody is still writing is not taken, whatever its name"""
    s = Spool("growing", creditor(channel="settle = 2;").replace("settle = 1;", ""))
    text = table([quota(n) for n in range(40)])
    path = s.inbox() / "lento.csv"
    done = threading.Event()

    def write():
        with open(path, "w") as out:
            for at in range(0, len(text), len(text) // 12 + 1):
                out.write(text[at:at + len(text) // 12 + 1])
                out.flush()
                time.sleep(0.4)
        done.set()

    writer = threading.Thread(target=write)
    daemon = Daemon(s)
    writer.start()
    while not done.is_set():
        equal(s.value("SELECT COUNT(*) FROM file"), 0)
        time.sleep(0.1)
    writer.join()
    daemon.wait_for("SELECT COUNT(*) FROM file WHERE rows_booked = 40", 1)
    equal(daemon.stop(), 0)


def done_file():
    """with done_file a file waits for NAME.ok, then both are gone"""
    s = Spool("done", creditor(channel="done_file = true;"))
    s.drop("quote.csv", table([quota(1)]))
    s.run(codes=(0, 75))
    equal(s.value("SELECT COUNT(*) FROM file"), 0)
    s.drop("quote.csv.ok", b"")
    s.run()
    equal(s.value("SELECT COUNT(*) FROM quota"), 1)
    equal([p.name for p in s.inbox().iterdir()], ["verifica"])


def only_checked():
    """in verifica/ a file is only checked: its answer comes, the ledger stays as it was"""
    s = Spool("check", creditor())
    s.book("prima.csv", table([quota(1)]))
    before = s.contents()
    s.drop("prova.csv", table([quota(2), quota(3, importo="1.234")]), folder=s.inbox() / "verifica")
    s.run(codes=(0, 65))
    equal(s.contents(), before)
    answer = json.loads((s.out("riscontri") / "prova.csv.verifica.riscontro.json").read_text())
    equal((answer["totals"]["booked"]["rows"], answer["totals"]["refused"]["rows"]), (1, 1))
    assert (s.out("riscontri") / "prova.csv.verifica.riscontro.xlsx").exists()
    equal(len(s.files("nodo", "*.zip")), 1)
    answer = s.book("vera.csv", table([quota(2)]))
    equal(answer["totals"]["booked"]["rows"], 1)


def same_name():
    """a second file of the same name has an answer of its own; both originals are kept"""
    s = Spool("same", creditor())
    s.book("quote.csv", table([quota(1)]))
    s.book("quote.csv", table([quota(2)]))
    equal([p.name for p in s.files("riscontri", "*.json")],
          ["quote.csv (2).riscontro.json", "quote.csv.riscontro.json"])
    equal(len(list(s.root.glob("*/archivio/*/*/quote*"))), 2)
    s.verify()


def long_names():
    """two names of 220 bytes that begin alike have an answer each"""
    s = Spool("long", creditor())
    for n in (1, 2):
        s.book("\u00e8" * 108 + "%d.csv" % n, table([quota(n)]))
    equal(len(s.files("riscontri", "*.json")), 2)
    s.verify()


def held_name():
    """a name that a person must decide about is held, and told once"""
    s = Spool("held", creditor())
    s.drop("quote\u202evsc.exe", table([quota(1)]))
    for n in range(2, 5):
        s.drop("f%d.csv" % n, table([quota(n)]))
    said = s.run(codes=(0, 75))
    equal(said.stderr.count("marks that hide"), 1, said.stderr)
    assert "da decidere" in s.program("status").stdout


def several_creditors():
    """two creditors have folders, numbers and answers of their own, also for the same quota keys"""
    s = Spool("creditors", creditor("alfa"), creditor("beta", "01199250158"))
    s.drop("quote.csv", table([quota(1)]), creditor="alfa")
    s.drop("quote.csv", table([quota(1)]), creditor="beta")
    s.run()
    equal(s.value("SELECT COUNT(*) FROM quota"), 2)
    for name, code in (("alfa", "80000000028"), ("beta", "01199250158")):
        equal(len(s.files("avvisi", "*.pdf", creditor=name)), 1)
        equal([p.name[:15] for p in s.files("nodo", "*.zip", creditor=name)], ["GPD_" + code])
        equal(json.loads(s.files("riscontri", "*.json", creditor=name)[0].read_text())["creditor"], code)
    s.verify()


def one_engine():
    """two engines do not work one spool: the second says so and ends with 75"""
    s = Spool("lock", creditor())
    daemon = Daemon(s)
    second = s.run(codes=(75,))
    assert str(daemon.process.pid) in second.stderr, second.stderr
    equal(daemon.stop(), 0)
    s.run()


class Daemon:
    """`riscontro watch` beside the test, ended by its process number."""

    def __init__(self, spool, **environment):
        self.spool = spool
        self.log = open(spool.home / "log", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, "--config", str(spool.home / "riscontro.conf"), "watch"], stdout=self.log, stderr=self.log,
            env={**os.environ, **environment})
        self.until(lambda: (spool.root / ".work" / "lock").exists()
                   and (spool.root / ".work" / "lock").read_text().strip() == str(self.process.pid))

    def until(self, true, seconds=15):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "nothing after %d s" % seconds
            equal(self.process.poll(), None, "the daemon's end")
            time.sleep(0.05)

    def wait_for(self, sql, wanted):
        self.until(lambda: self.spool.value(sql) == wanted)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=10)
        finally:
            self.process.kill()
            self.log.close()


def daemon():
    """watch takes what is dropped while it runs, and stops on SIGTERM with nothing half done"""
    s = Spool("watch", creditor())
    d = Daemon(s)
    s.drop("uno.csv", table([quota(1)]))
    d.wait_for("SELECT COUNT(*) FROM batch WHERE state = 'sent'", 3)
    s.drop("due.csv", table([quota(2)]))
    d.wait_for("SELECT COUNT(*) FROM batch WHERE state = 'sent'", 6)
    d.until(lambda: [p.name for p in (s.root / ".work").iterdir()] == ["lock"])
    equal(d.stop(), 0)
    equal((s.home / "log").read_text(), "")
    equal(sorted(p.name for p in s.inbox().iterdir()), ["verifica"])
    s.verify()


def systemd():
    """watch tells systemd that it is ready, alive, and stopping"""
    s = Spool("notify", creditor())
    path = str(s.home / "notify")
    if len(path) > 100:
        raise Skip("the path of this folder is too long for a socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(10)
        d = Daemon(s, NOTIFY_SOCKET=path)
        heard = [listener.recv(100), listener.recv(100)]
        equal(d.stop(), 0)
        listener.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                heard.append(listener.recv(100))
    equal((heard[0], heard[1], heard[-1]), (b"READY=1", b"WATCHDOG=1", b"STOPPING=1"))


def stopped_under_way():
    """stopped in the middle of its work, a run afterwards ends it: every row once"""
    s = Spool("stopped", creditor())
    d = Daemon(s)
    for n in range(6):
        s.drop("f%d.csv" % n, table([quota(100 * n + i, codice_fiscale=fiscal_code(i)) for i in range(60)]))
    d.until(lambda: s.value("SELECT COUNT(*) FROM file") > 1)
    equal(d.stop(), 0)
    s.run()
    equal(s.value("SELECT COUNT(*) FROM quota"), 360)
    equal(s.value("SELECT COUNT(*) FROM batch WHERE state <> 'sent'"), 0)
    equal(len(s.files("avvisi", "*.pdf")), 360)
    s.verify()


tap([waiting_names, renamed_into_place, no_files, empty_file, fresh_file_settles, growing_file, done_file,
     only_checked, same_name, long_names, held_name, several_creditors, one_engine, daemon, systemd,
     stopped_under_way])
