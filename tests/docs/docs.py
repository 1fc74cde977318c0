"""The documents against the program: printed lists, tables of the ledger, names of the environment, links."""
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "strangers"))
import lists
from spool import TOP, Skip, equal, tap

PAGES = sorted((TOP / "docs").rglob("*.md")) + [TOP / "README.md"]
MANUALS = sorted((TOP / "docs/man").glob("*.[1-8]"))
SOURCES = "\n".join(p.read_text() for folder in ("engine", "formats", "spool") for p in (TOP / folder).rglob("*.c"))


def printed_lists():
    """the tables of the tracciato, the findings and the commands are what the program prints"""
    wrong = ["%s:\n%s" % (name, "\n".join(diff[:10])) for name, diff in lists.differences()]
    assert not wrong, "make manual rewrites them:\n" + "\n".join(wrong)


def manuals_are_mdoc():
    """mandoc has nothing to warn of in the manual pages"""
    if not shutil.which("mandoc"):
        raise Skip("no mandoc")
    done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", *MANUALS], capture_output=True, text=True)
    equal((done.stdout, done.returncode), ("", 0))


def environment():
    """riscontro(8) names every variable of the environment that the program reads"""
    page = (TOP / "docs/man/riscontro.8").read_text()
    for name in set(re.findall(r'getenv\("(\w+)"\)', SOURCES)):
        assert ".It Ev " + name in page, name + " is read but not in riscontro(8)"


def exit_codes():
    """riscontro(8) tells the exit codes of the program"""
    page = (TOP / "docs/man/riscontro.8").read_text()
    source = (TOP / "engine/base/err.c").read_text()
    codes = set(re.findall(r"\b(6\d|7\d)\b", source[source.index("err_exit_code"):][:900]))
    assert codes, "no exit codes found in err.c"
    for code in codes | {"0", "70"}:
        assert ".It %s\n" % code in page, "exit code %s" % code


def ledger_tables():
    """docs/INTERNALS.md tells of every table of the ledger, and of no other"""
    page = (TOP / "docs/INTERNALS.md").read_text()
    section = page[page.index("## The ledger"):]
    section = section[:section.index("\n## ")]
    schema = re.sub(r'"\s*"', "", (TOP / "engine/ledger/schema.c").read_text())
    told = set(re.findall(r"^\| `(\w+)` \|", section, re.M))
    made = set(re.findall(r"CREATE TABLE (\w+) ", schema))
    equal((made - told, told - made), (set(), set()), "tables not told, tables that are not there")


def links():
    """every file that a document points to is there"""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), "%s points to %s" % (page.name, target)
    for page in PAGES:
        for target in re.findall(r"`((?:engine|formats|spool|tests|conf|docs|samples)/[\w./-]*)`", page.read_text()):
            assert list(TOP.glob(target.rstrip("/"))), "%s names %s" % (page.name, target)


def no_place():
    """no document names a place of the machine that it was written on"""
    for page in PAGES + MANUALS:
        assert not re.search(r"/work/|/tmp/|/home/", page.read_text()), page.name


tap([printed_lists, manuals_are_mdoc, environment, exit_codes, ledger_tables, links, no_place])
