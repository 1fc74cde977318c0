"""See handmade.t. Each module beside it has right(), giving (name, bytes, cells), and wrong(), giving (name,
bytes, a word of the reason)."""
import csv
import io
import os
import subprocess

import old_workbook
import open_document
import open_xml

RISCONTRO, SCRATCH = os.environ["RISCONTRO"], os.environ["SCRATCH"]
SECONDS_MOST = 10


def cat(name, content, *options):
    path = os.path.join(SCRATCH, name)
    with open(path, "wb") as stream:
        stream.write(content)
    return subprocess.run([RISCONTRO, "--language", "en", "cat", path, "--as", "csv", *options], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=SECONDS_MOST)


def tried(module, kind):
    for number, (name, content, cells) in enumerate(module.right()):
        done = cat("right-%d.%s" % (number, kind), content)
        rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"))))
        yield ".%s: %s is read" % (kind, name), rows == cells, (rows, done.stderr)
    for number, (name, content, word) in enumerate(module.wrong()):
        done = cat("wrong-%d.%s" % (number, kind), content)
        said = done.stderr.decode("utf-8")
        good = done.returncode == 65 and not done.stdout and said.count("\n") == 1 and word in said
        yield ".%s: %s is refused" % (kind, name), good, (done.returncode, done.stdout[:200], said)


def named(module, kind, title):
    """The sheet of a name: spelled otherwise it is found, missing it is told which there are."""
    _, content, cells = next(iter(module.right()))
    for spelled in (title, " %s " % title.lower(), title.upper()):
        done = cat("named." + kind, content, "--sheet", spelled)
        rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"))))
        yield ".%s: sheet '%s' is found as '%s'" % (kind, title, spelled), rows == cells, (rows, done.stderr)
    done = cat("named." + kind, content, "--sheet", "Altro")
    good = done.returncode == 65 and b"among: %s" % title.encode() in done.stderr
    yield ".%s: a sheet that is not there is refused, those that are there told" % kind, good, done.stderr


def main():
    modules = ((old_workbook, "xls", "Foglio1"), (open_document, "ods", "Foglio1"), (open_xml, "xlsx", "Dati"))
    tests = [test for module, kind, title in modules for test in (*tried(module, kind), *named(module, kind, title))]
    print("1..%d" % len(tests))
    for number, (name, good, why) in enumerate(tests, 1):
        print("%s %d - %s" % ("ok" if good else "not ok", number, name))
        if not good:
            print("# %s" % (why,))


main()
