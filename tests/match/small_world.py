"""A spool of its own with a few files of money, for tests that ask what classes things end in."""
import os
import re
import sqlite3
import subprocess
import sys

TOP, PROGRAM = os.environ["TOP"], os.environ["RISCONTRO"]
sys.path.insert(0, os.path.join(TOP, "tests", "bench"))
import make_flow  # noqa: E402

NOW = "2026-11-20T09:00:00Z"
# Every thing by a name that does not depend on when it came, with its class.
CLASSES = """
SELECT 'flow', f.flow_id, c.code, c.cents FROM class c JOIN flow f ON f.id = c.subject AND c.subject_kind = 'flow'
UNION ALL SELECT 'payment', f.flow_id || ' ' || p.iur, c.code, c.cents FROM class c JOIN payment p ON p.id = c.subject
 AND c.subject_kind = 'payment' JOIN flow f ON f.id = p.flow
UNION ALL SELECT 'movement', m.booked_on || ' ' || m.text, c.code, c.cents FROM class c JOIN movement m
 ON m.id = c.subject AND c.subject_kind = 'movement'
UNION ALL SELECT 'position', p.iupd, c.code, c.cents FROM class c JOIN position p ON p.id = c.subject
 AND c.subject_kind = 'position'
UNION ALL SELECT 'receipt', r.receipt_id, c.code, c.cents FROM class c JOIN receipt r ON r.id = c.subject
 AND c.subject_kind = 'receipt'
ORDER BY 1, 2"""


class World:
    def __init__(self, top):
        self.top = top
        self.spool = os.path.join(top, "spool", "ordine-esempio")
        os.makedirs(top)
        self.run("init", top)
        conf = os.path.join(top, "riscontro.conf")
        with open(conf, encoding="utf-8") as file:
            text = file.read()
        self.creditor = re.search(r'fiscal_code = "(\d{11})"', text).group(1)
        # Only what books.
        at = text.index("outlets = (", text.index("channels = ("))
        with open(conf, "w", encoding="utf-8") as file:
            file.write(text[:at] + 'outlets = ( { kind = "node"; } );\n\t}\n);\n')

    def run(self, *arguments, now=NOW):
        done = subprocess.run(
            [PROGRAM, "--quiet", *arguments], cwd=self.top, env=dict(os.environ, RISCONTRO_NOW=now),
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError("%s: %d\n%s" % (arguments, done.returncode, done.stderr))
        return done.stdout

    def drop(self, channel, name, text):
        path = os.path.join(self.spool, "in", channel, name)
        with open(path + ".part", "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.utime(path + ".part", (1, 1))
        os.rename(path + ".part", path)

    def query(self, sql):
        path = os.path.join(self.top, "spool", ".ledger", "ledger.db")
        database = sqlite3.connect(path)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def flow(self, flow_id, lines):
        """A flow settled on 2026-11-19 with (IUV, number of its IUR, cents)."""
        body = make_flow.HEAD % {
            "flow": flow_id, "creditor": self.creditor, "count": len(lines),
            "total": make_flow.euros(sum(line[2] for line in lines))}
        return body + "".join(
            make_flow.LINE % (iuv, iur, make_flow.euros(cents)) for iuv, iur, cents in lines) + "</FlussoRiversamento>\n"


def mixed_payments(world, flows, each, draw):
    """Lists of payments for each flow: every position of the world once, the rest of IUVs of others."""
    dues = world.query("SELECT iuv, cents FROM payment_option WHERE number = 0 ORDER BY iuv")
    lines = [(iuv, cents) for iuv, cents in dues]
    lines += [("RF%022d" % i, 100 + i % 30000) for i in range(flows * each - len(lines))]
    draw.shuffle(lines)
    return [[(iuv, number * each + i, cents) for i, (iuv, cents) in enumerate(
        lines[number * each:(number + 1) * each])] for number in range(flows)]


def statement(rows):
    """A bank's CSV of (day, cents, text)."""
    return "Data contabile;Data valuta;Importo;Descrizione\r\n" + "".join(
        "%s;%s;%d,%02d;%s\r\n" % (day, day, *divmod(cents, 100), text) for day, cents, text in rows)


def tell(results):
    """Prints (name, good, what was seen) as TAP."""
    print("1..%d" % len(results))
    for number, (name, good, seen) in enumerate(results, 1):
        print("%sok %d - %s" % ("" if good else "not ", number, name))
        if not good:
            print("# " + str(seen)[:3000].replace("\n", "\n# "))
