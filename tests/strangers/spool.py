"""A spool of its own for each try: made, configured, fed and read by the tests as the neighbours of the
engine would, with other people's programs. Speaks TAP."""
import csv
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import traceback

PROGRAM = os.environ["RISCONTRO"]
SCRATCH = pathlib.Path(os.environ["SCRATCH"])
TOP = pathlib.Path(os.environ["TOP"])
SHARED = pathlib.Path(os.environ.get("SHARED", "/nowhere"))
LONG_AGO = 1767225600  # 2026-01-01: a file that nobody writes any more
IBAN = "IT25O0306909606100000012345"
POSTAL = "IT18Q0760103200000000123456"
HEADER = ["codice_fiscale", "cognome", "nome", "chiave_quota", "anno", "causale", "importo", "scadenza"]

ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
    12, 14, 16, 10, 22, 25, 24, 23]))


class Skip(Exception):
    """The try cannot be made here; its text says why."""


def fiscal_code(n):
    """The n-th invented person's code, with its check character."""
    letters = "".join("BCDFGLMNPRSTVZ"[n // 14 ** i % 14] for i in range(3))
    base = "%sRSS%02d%s%02dH501" % (letters, 50 + n % 50, "ABCDEHLMPRST"[n % 12], 1 + n % 28)
    total = sum(ODD[c] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65)
                for i, c in enumerate(base))
    return base + chr(65 + total % 26)


def quota(n, **changes):
    row = dict(zip(HEADER, [fiscal_code(n), "Rossi", "Anna", "Q-%04d" % n, "2026", "Quota annuale 2026",
                            "100,%02d" % (n % 100), "31/03/2027"]))
    row.update(changes)
    return row


def table(rows):
    """Rows (dicts) as the text of a CSV."""
    names = list(HEADER)
    for row in rows:
        names += [name for name in row if name not in names]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def creditor(name="ente", code="80000000028", channel="", generation="", node="", more="", outlets=None):
    outlets = outlets or ["notices", "acknowledgements"]
    return """{ id = "%s"; fiscal_code = "%s"; name = "Ordine di Prova %s"; segregation = "01"; %s
    accounts = ({ iban = "%s"; }, { iban = "%s"; });
    channels = ({ kind = "quotas"; settle = 1; %s generation = { due_date = "+30"; %s }; });
    outlets = ({ kind = "node"; %s }, %s); }""" % (
        name, code, name, more, IBAN, POSTAL, channel, generation, node,
        ", ".join('{ kind = "%s"; }' % kind for kind in outlets))


class Spool:
    """One configuration and its spool, in a fresh folder of the scratch directory."""

    def __init__(self, name, *creditors, top="scan = 1;"):
        self.home = SCRATCH / name
        self.home.mkdir(parents=True)
        if creditors:
            (self.home / "riscontro.conf").write_text(
                'language = "it";\n%s\ncreditors = (%s);\n' % (top, ",\n".join(creditors)))
        self.program("init", str(self.home))
        self.root = self.home / "spool"
        self.creditor = sorted(p.name for p in self.root.iterdir() if p.name[0] != ".")[0]

    def program(self, *words, codes=(0,), env=None):
        done = subprocess.run(
            [PROGRAM, "--config", str(self.home / "riscontro.conf"), *words],
            capture_output=True, text=True, timeout=120, env={**os.environ, **(env or {})})
        if codes is not None and done.returncode not in codes:
            raise AssertionError("riscontro %s ended with %d: %s%s" % (
                " ".join(words), done.returncode, done.stdout[-800:], done.stderr[-800:]))
        return done

    def inbox(self, creditor=None):
        return self.root / (creditor or self.creditor) / "in" / "quote"

    def out(self, outlet, creditor=None):
        return self.root / (creditor or self.creditor) / "out" / outlet

    def files(self, outlet, pattern="*", creditor=None):
        return sorted(self.out(outlet, creditor).glob(pattern))

    def drop(self, name, content, folder=None, creditor=None, age=LONG_AGO):
        """Puts a file there as a careful partner does: under another name, then renamed."""
        folder = folder or self.inbox(creditor)
        arriving = folder / (".arriving-" + name)
        arriving.write_bytes(content.encode() if isinstance(content, str) else content)
        if age is not None:
            os.utime(arriving, (age, age))
        arriving.rename(folder / name)
        return folder / name

    def run(self, codes=(0,), env=None):
        return self.program("run", codes=codes, env=env)

    def book(self, name, content, codes=(0,), creditor=None, env=None):
        """Drops, runs, gives back the acknowledgement."""
        before = set(self.files("riscontri", creditor=creditor))
        self.drop(name, content, creditor=creditor)
        self.run(codes=codes, env=env)
        fresh = [p for p in self.files("riscontri", "*.riscontro.json", creditor=creditor)
                 if p not in before]
        assert len(fresh) == 1, "one acknowledgement for %s, not %r" % (name, fresh)
        return json.loads(fresh[0].read_text())

    def rows(self, sql, *values):
        db = sqlite3.connect("file:%s?mode=ro" % (self.root / ".ledger" / "ledger.db"), uri=True)
        db.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in db.execute(sql, values)]
        finally:
            db.close()

    def value(self, sql, *values):
        return list(self.rows(sql, *values)[0].values())[0]

    def contents(self):
        """What a booking could change: every row of the ledger."""
        db = sqlite3.connect("file:%s?mode=ro" % (self.root / ".ledger" / "ledger.db"), uri=True)
        try:
            return list(db.iterdump())
        finally:
            db.close()

    def verify(self):
        self.program("verify")


def equal(seen, wanted, what=""):
    assert seen == wanted, "%s%sseen %r, wanted %r" % (what, ": " if what else "", seen, wanted)


def command(*words, codes=(0,)):
    done = subprocess.run([str(w) for w in words], capture_output=True, timeout=180)
    assert done.returncode in codes, "%s ended with %d: %s" % (
        words[0], done.returncode, (done.stdout[-400:] + done.stderr[-400:]).decode("utf-8", "replace"))
    return done.stdout


def tap(tries):
    """Runs the tries (functions, whose documentation is their sentence) in order."""
    print("1..%d" % len(tries), flush=True)
    failed = False
    for number, attempt in enumerate(tries, 1):
        sentence = attempt.__doc__.strip().replace("\n", " ").replace("    ", "")
        try:
            attempt()
            print("ok %d - %s" % (number, sentence), flush=True)
        except Skip as why:
            print("ok %d - %s # SKIP %s" % (number, sentence, why), flush=True)
        except Exception:
            failed = True
            print("not ok %d - %s" % (number, sentence))
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()[-8:]),
                  end="", flush=True)
    sys.exit(failed)
