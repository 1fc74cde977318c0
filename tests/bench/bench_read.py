#!/usr/bin/python3
"""What reading costs: bench_read.py PROGRAM FOLDER [ROWS [ROUNDS]].

Two files of ROWS x 20, made the same on every machine and kept in FOLDER: a workbook with shared strings and
a CSV. Each way of reading is a process of its own, and what counts is its user CPU: the system's part is the
page cache's mood. The peak counts mapped files (and 15 MiB of this program, which Linux passes on); "own" does not. The quick ways run in turn, ROUNDS times, and the least counts; slow peers run once, openpyxl
and xlsx2csv on a tenth of the rows, times ten. A peer that is not installed is skipped.
"""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"
ZLIB = """import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    for name in z.namelist():
        with z.open(name) as member:
            while member.read(1 << 20):
                pass
"""
OPENPYXL = """import openpyxl, sys
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    pass
"""


class Way:
    def __init__(self, name, command, slow=False, scale=1, installed=True):
        self.name, self.command, self.slow, self.scale, self.installed = name, command, slow, scale, installed
        self.user, self.system, self.peak, self.said = None, 0, 0, ""

    def run(self):
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output = b""
        while True:
            got = process.stdout.read(1 << 20)
            if not got:
                break
            output = output or got
        message = process.stderr.read().decode("utf-8", "replace")
        _, status, used = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit("%s failed: %s" % (self.name, message))
        if self.user is None or used.ru_utime < self.user:
            self.user, self.system = used.ru_utime, used.ru_stime
        self.peak = max(self.peak, used.ru_maxrss / 1024)
        self.said = output.decode("utf-8", "replace")

    def own(self):
        """MiB held apart from mapped files, when the program says so."""
        for line in self.said.splitlines():
            if line.startswith("RssAnon:"):
                return "%.0f" % (int(line.split()[1]) / 1024)
        return "-"


def module(name):
    return subprocess.run([PYTHON, "-c", "import " + name], stderr=subprocess.DEVNULL).returncode == 0


def measure(title, ways, rounds):
    for way in ways:
        if way.installed and way.slow:
            way.run()
    for _ in range(rounds):
        for way in ways:
            if way.installed and not way.slow:
                way.run()
    ours = ways[0].user
    print("\n%s\n  %-38s %9s %8s %8s %9s %8s" % (title, "", "user CPU s", "ratio", "system s", "peak MiB", "own MiB"))
    for way in ways:
        if not way.installed:
            print("  %-38s SKIP not installed" % way.name)
            continue
        user = way.user * way.scale
        print("  %-38s %10.3f %8.2f %8.2f %9.0f %8s" % (
            way.name, user, user / ours, way.system * way.scale, way.peak, way.own()))


def same(left, right):
    """Both ways must have seen the same."""
    if left.said.splitlines()[0] != right.said.splitlines()[0]:
        sys.exit("%s and %s disagree:\n%s%s" % (left.name, right.name, left.said, right.said))


def bar(name, value, most):
    print("  %s %s: %.3f, at most %.3f" % ("ok  " if value <= most else "OVER", name, value, most))


def make(path, command):
    if not os.path.exists(path):
        print("making", path, flush=True)
        subprocess.run(command, check=True)
    return path


def shared_strings(path):
    """How many there are, and the MiB of their text."""
    import zipfile
    count = size = 0
    rest = b""
    with zipfile.ZipFile(path) as z, z.open("xl/sharedStrings.xml") as stream:
        while True:
            got = stream.read(1 << 16)
            if not got:
                return count, size / 2**20
            parts = (rest + got).split(b"<si><t>")
            rest = parts.pop()
            for part in parts:
                if part.endswith(b"</t></si>"):
                    count += 1
                    size += len(part) - len(b"</t></si>")


def bench_csv(program, folder, rows, rounds):
    path = make("%s/%d.csv" % (folder, rows), [program, "make", "%s/%d.csv" % (folder, rows), str(rows)])
    ours = Way("riscontro, dates and amounts parsed", [program, "typed", path])
    cut = Way("riscontro, cut only", [program, "table", path])
    libcsv = Way("libcsv, cut only", [program, "libcsv", path])
    typed = Way("libcsv, dates and amounts parsed", [program, "libcsv-typed", path])
    measure("CSV, %d rows x 20, %.0f MB" % (rows, os.path.getsize(path) / 1e6), [
        ours, cut, libcsv, typed,
        Way("floor: wc -l", ["wc", "-l", path]),
        Way("csvkit: csvcut -c 1,17", ["csvcut", "-d;", "-c", "1,17", path], slow=True,
            installed=shutil.which("csvcut") is not None),
        Way("miller: mlr cat", ["mlr", "--icsv", "--ocsv", "--fs", ";", "cat", path], slow=True,
            installed=shutil.which("mlr") is not None),
    ], rounds)
    same(ours, typed)
    same(cut, libcsv)
    bar("CSV typed / libcsv cut only", ours.user / libcsv.user, 0.25)


def bench_workbook(program, folder, rows, rounds):
    def workbook(count):
        path = "%s/%d.xlsx" % (folder, count)
        return make(path, [PYTHON, HERE + "/workbook_make.py", path, str(count)])
    path, tenth = workbook(rows), workbook(rows // 10)
    count, size = shared_strings(path)
    ours = Way("riscontro", [program, "table", path])
    openpyxl = Way("openpyxl, a tenth of the rows x 10", [PYTHON, "-c", OPENPYXL, tenth], True, 10, module("openpyxl"))
    measure("XLSX, %d rows x 20, %.0f MB; %d shared strings of %.0f MiB" % (
        rows, os.path.getsize(path) / 1e6, count, size), [
        ours,
        Way("floor: inflate only (ISA-L)", [program, "floor", path]),
        Way("floor: inflate only (zlib)", [PYTHON, "-c", ZLIB, path]),
        openpyxl,
        Way("xlsx2csv, a tenth of the rows x 10", ["xlsx2csv", tenth, "/dev/null"], True, 10,
            shutil.which("xlsx2csv") is not None),
    ], rounds)
    bar("XLSX, user CPU s a million rows", ours.user * 1e6 / rows, 2.9)
    bar("XLSX, MiB beyond the shared strings", int(ours.own()) - size, 64)
    if openpyxl.installed:
        bar("XLSX / openpyxl", ours.user / (openpyxl.user * 10), 1 / 35)


def main():
    program, folder = sys.argv[1:3]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    os.makedirs(folder, exist_ok=True)
    bench_csv(program, folder, rows, rounds)
    bench_workbook(program, folder, rows, rounds)


main()
