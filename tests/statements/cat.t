#!/usr/bin/python3
# `riscontro cat` on the statements of samples/: rows that CSV and JSON readers of others take, columns told
# by position, refusals with an exit status.
import csv, io, json, os, subprocess

SAMPLES = os.path.join(os.environ["TOP"], "samples", "estratti-conto")
tests = []


def cat(*arguments):
    return subprocess.run([os.environ["RISCONTRO"], "cat", *arguments], capture_output=True)


def check(name, good, seen=""):
    tests.append(("" if good else "not ") + "ok %d - %s" % (len(tests) + 1, name))
    if not good:
        tests[-1] += "\n# " + str(seen).replace("\n", "\n# ")


for name in sorted(os.listdir(SAMPLES)):
    how = ["--columns", "1,2,3"] if name == "poste-posizioni.csv" else ["--type", "statement"]
    path = os.path.join(SAMPLES, name)
    table = cat(*how, "--as", "csv", path)
    lines = cat(*how, "--as", "jsonl", path)
    rows = list(csv.DictReader(io.StringIO(table.stdout.decode("utf-8"), newline=""), delimiter=";"))
    objects = [json.loads(line) for line in lines.stdout.decode("utf-8").splitlines()]
    check("%s: CSV and JSON lines tell the same movements" % name,
          table.returncode == 0 and lines.returncode == 0 and len(rows) == len(objects) > 1
          and all(row["amount"] == "%.2f" % o["amount"] and row["remittance"] == o.get("remittance", "")
                  and row["booking_date"] == o["booking_date"] for row, o in zip(rows, objects)),
          (table.stderr + lines.stderr).decode())
    check("%s: nothing to tell" % name, table.stderr == b"", table.stderr.decode())

formats = [n for n in os.listdir(SAMPLES) if not n.endswith(".csv")]
check("formats of their own need no --type",
      all(cat("--as", "csv", os.path.join(SAMPLES, n)).stdout.startswith(b"statement;") for n in formats))
wrong = cat("--columns", "3,2,1", os.path.join(SAMPLES, "poste-posizioni.csv"))
check("positions without dates are refused", wrong.returncode == 65 and b"STATEMENT_COLUMN_MISSING" in wrong.stderr,
      wrong.stderr.decode())
usage = [cat("--columns", columns, os.path.join(SAMPLES, "poste-posizioni.csv")).returncode
         for columns in ("1,2", "1,2,x", "0,1,2", "1,2,3,4", "")]
check("wrong positions are a wrong command line", usage == [64] * 5, usage)
print("1..%d" % len(tests))
print("\n".join(tests))
