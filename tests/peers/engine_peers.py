"""What the tests of the engine with real peers share: a spool with couriers, runs, the outbox."""
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import time

from peers import *

RISCONTRO = os.environ.get("RISCONTRO", os.path.join(TOP, "build/release/riscontro"))
CREDITOR = "ordine-esempio"


def digest(name):
    with open(name, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


class Spool:
    """A spool of its own whose outlets use the couriers given as text of the configuration."""

    def __init__(self, name, couriers, outlets, quotas=20, more=""):
        self.top = path(name)
        self.conf = os.path.join(self.top, "riscontro.conf")
        subprocess.run([RISCONTRO, "--quiet", "init", self.top], check=True)
        text = open(self.conf).read()
        self.write_conf(text, couriers, outlets, more)
        if quotas:
            self.drop(quotas)

    def write_conf(self, text, couriers, outlets, more):
        """The sample configuration with couriers, and outlets in its creditor."""
        text = text.replace('{ kind = "receipts"; }', '{ kind = "receipts"; }, { kind = "mail-receipts"; }')
        start = text.index("\t\toutlets = (")
        end = text.index("\t\t);", start) + len("\t\t);")
        text = text[:start] + "\t\toutlets = (%s);" % outlets + text[end:]
        with open(self.conf, "w") as f:
            f.write(text + "\ncouriers = (%s);\n%s" % (couriers, more))

    def drop(self, quotas, name="quote.csv", folder="quote"):
        rows = subprocess.run([os.environ.get("PYTHON", "/usr/bin/python3"),
                               os.path.join(TOP, "tests/bench/generate_quotas.py"), str(quotas)],
                              stdout=subprocess.PIPE, check=True).stdout
        full = os.path.join(self.top, "spool", CREDITOR, "in", folder, name)
        with open(full, "wb") as f:
            f.write(rows)
        os.utime(full, (time.time() - 60, time.time() - 60))

    def command(self, *args, env=None, timeout=120):
        done = subprocess.run([RISCONTRO, "--config", self.conf, "--language", "en"] + list(args),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              timeout=timeout, env=dict(os.environ, **(env or {})))
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def run(self, **more):
        return self.command("run", **more)

    def run_and_kill(self, due, env=None):
        """A run killed with all its workers: None, or its exit code when it ended before. It is due after so many
        seconds, or once due() is true: a test that needs a run cut at work waits for an event, for a machine is as
        fast as it likes."""
        if not callable(due):
            until = time.monotonic() + due
            due = lambda: time.monotonic() >= until
        process = subprocess.Popen([RISCONTRO, "--config", self.conf, "--quiet", "run"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=open(path("killed.log"), "ab"),
                                   start_new_session=True, env=dict(os.environ, **(env or {})))
        while not due():
            try:
                return process.wait(0.001)
            except subprocess.TimeoutExpired:
                pass
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        while self.is_locked():  # by workers that are dying
            time.sleep(0.001)
        return None

    def rows(self, sql, *values):
        db = sqlite3.connect(os.path.join(self.top, "spool/.ledger/ledger.db"), timeout=10)
        try:
            with db:
                return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def is_locked(self):
        """True while an engine is at work here."""
        lock = os.path.join(self.top, "spool/.work/lock")
        return os.path.exists(lock) and ":%d " % os.stat(lock).st_ino in open("/proc/locks").read()

    def states(self, courier):
        return dict(self.rows("SELECT state, COUNT(*) FROM outbox WHERE courier = ? GROUP BY state", courier))

    def hurry(self):
        """What waits for a later try may be tried now."""
        self.rows("UPDATE outbox SET next_at = 0 WHERE state = 'waiting'")
        self.rows("UPDATE courier SET next_at = 0 WHERE state = 'open'")

    def status(self):
        return json.loads(self.command("--json", "status")[1])

    def staged(self):
        """Staging folders that are left."""
        return [n for n in os.listdir(os.path.join(self.top, "spool/.work")) if n.startswith("out.")]
