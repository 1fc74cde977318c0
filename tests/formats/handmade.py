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


def cat(name, content):
    path = os.path.join(SCRATCH, name)
    with open(path, "wb") as stream:
        stream.write(content)
    return subprocess.run([RISCONTRO, "--language", "en", "cat", path, "--as", "csv"], stdout=subprocess.PIPE,
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


def main():
    modules = ((old_workbook, "xls"), (open_document, "ods"), (open_xml, "xlsx"))
    tests = [test for module, kind in modules for test in tried(module, kind)]
    print("1..%d" % len(tests))
    for number, (name, good, why) in enumerate(tests, 1):
        print("%s %d - %s" % ("ok" if good else "not ok", number, name))
        if not good:
            print("# %s" % (why,))


main()
