"""Bank statements as CSV: the detected encoding and delimiter must give the rows that python's csv gives
with the encoding and delimiter that are known of each file.

usage: bank_csv.py FOLDER
"""
import csv
import io
import json
import os
import subprocess
import sys


def wanted_rows(path, encoding, delimiter):
    with open(path, "rb") as stream:
        data = stream.read()
    text = data.decode(encoding.split()[0]).lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def got_rows(path):
    command = [os.environ["RISCONTRO"], "cat", "--as", "jsonl", path]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout
    return [json.loads(line) for line in output.decode("utf-8").split("\n")[:-1]]


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "EXPECTED-layout.csv"), encoding="utf-8") as stream:
        files = list(csv.DictReader(stream, delimiter=";"))
    print(f"1..{len(files)}")
    for number, row in enumerate(files, 1):
        path = os.path.join(folder, row["file"])
        delimiter = "\t" if row["delimiter"].lower() in ("tab", "\\t") else row["delimiter"]
        wanted = [r for r in wanted_rows(path, row["encoding"], delimiter) if r not in ([], [""])]
        got = [r for r in got_rows(path) if r not in ([], [""])]
        print(f"{'ok' if got == wanted else 'not ok'} {number} - {row['file']}")


main()
