"""Compares what the reader makes of the workbooks of the corpus with their references.

usage: compare.py CORPUS/xlsx DIFFERENCES COMMAND...
DIFFERENCES lists, tab-separated, FILE and REASON of deliberate differences. The command is run
with the file's path appended and prints the grid as CSV. Speaks TAP.
"""
import csv
import io
import os
import re
import resource
import subprocess
import sys

csv.field_size_limit(1 << 30)


def manifest(folder):
    with open(os.path.join(folder, "MANIFEST.tsv"), encoding="utf-8", newline="") as f:
        lines = f.read().split("\n")
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:] if line]


def column_name(number):
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def grid_of(text):
    cells = {}
    for r, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        for c, value in enumerate(row, 1):
            if value != "":
                cells[column_name(c) + str(r)] = value
    return cells


def same_number(a, b):
    try:
        return float(a) == float(b)
    except ValueError:
        return False


def judged(folder, reference):
    """cell -> (type, raw, rendered, judged) of the cells listed apart."""
    path = os.path.join(folder, re.sub(r"\.csv$", ".cells.tsv", reference))
    listed = {}
    if not os.path.exists(path):
        return listed
    with open(path, encoding="utf-8", newline="") as f:
        for line in f.read().split("\n")[1:]:
            if line:
                cell, kind, raw, rendered, _, judge = line.split("\t")
                listed[cell] = (kind, raw, rendered, judge != "no")
    return listed


def compare(folder, reference, output):
    listed = judged(folder, reference)
    csv_path = os.path.join(folder, reference)
    if reference.endswith(".csv") and os.path.exists(csv_path):
        with open(csv_path, encoding="utf-8", newline="") as f:
            expected = grid_of(f.read())
    else:
        expected = {cell: row[2] for cell, row in listed.items() if row[2] != ""}
    actual = grid_of(output)
    wrong = []
    for cell in sorted(set(expected) | set(actual)):
        want, have = expected.get(cell, ""), actual.get(cell, "")
        if want == have:
            continue
        kind, raw, rendered, judge = listed.get(cell, ("text", "", "", True))
        if not judge:
            continue
        if kind == "number" and same_number(have, raw or want):
            continue
        if kind == "date" and (have == rendered or same_number(have, raw)):
            continue
        wrong.append("%s: want %r, have %r" % (cell, want[:60], have[:60]))
    return wrong


# What a refusal must call the file, where the category leaves no choice.
REASONS = {
    "encrypted": "FILE_ENCRYPTED",
    "entity-bomb": "XML_DOCTYPE",
    "lock-file": "FILE_LOCK",
    "duplicate-members": "ZIP_AMBIGUOUS",
    "unknown-namespace": "FILE_NOT_A_WORKBOOK",
}


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


def run(command, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command + [path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            preexec_fn=limits, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, seconds


def refused_well(row, result, seconds):
    reason = REASONS.get(row["category"], "")
    lines = result.stderr.decode("utf-8", "replace").strip().split("\n")
    if result.returncode != 65:
        return "exit status %d, not 65" % result.returncode
    if len(lines) != 1 or not lines[0]:
        return "not one line: %r" % lines
    if reason not in lines[0]:
        return "not refused as %s: %r" % (reason, lines)
    if seconds > 10:
        return "took %.1f s" % seconds
    return ""


def judge(folder, row, command):
    result, seconds = run(command, os.path.join(folder, row["file"]))
    if row["expected"] == "reject" or (row["expected"] == "either" and result.returncode != 0):
        return refused_well(row, result, seconds), result
    if result.returncode != 0:
        return "refused: " + result.stderr.decode("utf-8", "replace").strip(), result
    if not row["reference"]:
        return "", result
    wrong = compare(folder, row["reference"], result.stdout.decode("utf-8"))
    return "; ".join(wrong[:4]) + (" and %d more" % (len(wrong) - 4) if len(wrong) > 4 else ""), result


def differences(path):
    with open(path, encoding="utf-8") as f:
        return {line.split("\t")[0] for line in f if line.strip() and not line.startswith("#")}


def main():
    folder, accepted, command = sys.argv[1], differences(sys.argv[2]), sys.argv[3:]
    rows = manifest(folder)
    print("1..%d" % (len(rows) + 1))
    for number, row in enumerate(rows, 1):
        problem, result = judge(folder, row, command)
        name = "%s (%s, %s)" % (row["file"], row["category"], row["expected"])
        if problem and row["file"] in accepted:
            print("ok %d - %s differs as argued" % (number, name))
        elif problem:
            print("not ok %d - %s\n# %s" % (number, name, problem))
        else:
            print("ok %d - %s" % (number, name))
        if os.environ.get("SHOW_REFUSALS") and result.returncode:
            print("# " + result.stderr.decode("utf-8", "replace").strip())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print("%s %d - no file took more than 256 MiB\n# the most was %d MiB"
          % ("ok" if peak < 256 else "not ok", len(rows) + 1, peak))


main()
