"""Runs the cases beside it: each folder holds

    conf       the configuration; {spool} and frozen clock are the runner's
    steps      what is done, one step a line:
                   drop FILE [FOLDER]   a file of in/ (or below samples/) into a folder of the spool,
                                        without one the inbound quotas of the first creditor
                   run                  riscontro run; its line goes to expected/said
                   say WORDS            riscontro WORDS; what it prints goes to expected/said
                   check FOLDER         riscontro check of each file of a folder, in both languages
    in/        the files
    expected/  said, and what lies in the creditors' folders afterwards

Zips and workbooks are compared part by part, PDFs by their text. What a manifest says of a file is proved
true, then left out of the comparison where it depends on the machine (the size of compressed bytes). With
ACCEPT=1 the expectation is rewritten: the difference that git shows is then the review."""
import difflib
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
TOP = HERE.parent.parent
PROGRAM = os.environ.get("RISCONTRO", str(TOP / "build/release/riscontro"))
SCRATCH = pathlib.Path(os.environ.get("SCRATCH", str(TOP / "build/test-scratch/cases")))
ACCEPT = os.environ.get("ACCEPT") == "1"
MTIME = 1795420800  # 2026-11-23T08:00:00Z
ENVIRONMENT = {**os.environ, "RISCONTRO_NOW": "2026-11-23T08:00:00Z", "TZ": "Europe/Rome",
               "RISCONTRO_FONTS": "/usr/share/fonts/truetype/dejavu"}


def riscontro(home, *words):
    done = subprocess.run([PROGRAM, "--config", "riscontro.conf", *words], cwd=home, env=ENVIRONMENT, text=True,
                          capture_output=True, timeout=120)
    return "$ riscontro %s\n%s%s[%d]\n" % (" ".join(words), done.stdout, done.stderr, done.returncode)


def drop(case, home, name, folder=None):
    source = TOP / name if name.startswith("samples/") else case / "in" / name
    creditor = sorted(p.name for p in (home / "spool").iterdir() if p.name[0] != ".")[0]
    target = home / "spool" / (folder or creditor + "/in/quote") / pathlib.Path(name).name
    shutil.copyfile(source, target)
    os.utime(target, (MTIME, MTIME))


def check(home, folder):
    """Stands in the folder, so that its files are told by their names alone."""
    said = ""
    for language in ("it", "en"):
        for path in sorted((TOP / folder).iterdir()):
            done = subprocess.run(
                [PROGRAM, "--config", home / "riscontro.conf", "--language", language, "check", path.name],
                cwd=TOP / folder, env=ENVIRONMENT, text=True, capture_output=True, timeout=60)
            said += "$ riscontro --language %s check %s\n%s%s[%d]\n" % (
                language, path.name, done.stdout, done.stderr, done.returncode)
    return said


def work(case, home):
    """Takes the steps of a case; what was said."""
    home.mkdir(parents=True)
    shutil.copyfile(case / "conf", home / "riscontro.conf")
    riscontro(home, "init", ".")
    said = ""
    for line in (case / "steps").read_text().splitlines():
        word, *rest = line.split()
        if word == "drop":
            drop(case, home, *rest)
        elif word == "check":
            said += check(home, *rest)
        elif word == "run":
            said += riscontro(home, "run")
        elif word == "say":
            said += riscontro(home, *rest)
        else:
            raise ValueError("%s: no such step: %s" % (case.name, word))
    return said


def lines_of_xml(text):
    return text.replace(b"><", b">\n<")


def manifest(path):
    """The manifest with its sizes and digests proved and taken out. A notice printed anew for a changed
    position takes the place of the old one: then the newer manifest is the one that must be true."""
    said = json.loads(path.read_text())
    newer = [json.loads(p.read_text()) for p in path.parent.glob("*.manifest.json") if p.name > path.name]
    replaced = {item["name"] for other in newer for item in other["files"]}
    for item in said["files"]:
        if item["name"] in replaced:
            continue
        raw = (path.parent / item["name"]).read_bytes()
        if (len(raw), hashlib.sha256(raw).hexdigest()) != (item["size"], item["sha256"]):
            raise AssertionError("%s tells another size or digest of %s" % (path.name, item["name"]))
    return re.sub(rb'("size": )\d+|("sha256": )"\w+"', lambda m: (m[1] or m[2]) + b"...", path.read_bytes())


def unpacked(path):
    """The parts of a zip or workbook in one text; of the colour theme, which is the library's, the digest."""
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            body = z.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                body = lines_of_xml(body)
            if "/theme/" in name:
                body = hashlib.sha256(body).hexdigest().encode()
            yield b"== " + name.encode() + b"\n" + body + b"\n"


def comparable(path):
    """What a file of the spool is compared by: a name and bytes."""
    if path.suffix in (".zip", ".xlsx"):
        return path.name + ".parts", b"".join(unpacked(path))
    if path.suffix == ".pdf":
        text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
        return path.name + ".txt", text
    if path.name.endswith(".manifest.json"):
        return path.name, manifest(path)
    return path.name, path.read_bytes()


def outcome(home, said):
    """Everything that is compared: name -> bytes."""
    seen = {"said": said.encode()}
    for path in sorted((home / "spool").rglob("*")):
        where = path.relative_to(home / "spool")
        if path.is_file() and where.parts[0][0] != ".":
            name, body = comparable(path)
            seen[str(where.parent / name)] = body
    return seen


def accept(case, seen):
    shutil.rmtree(case / "expected", ignore_errors=True)
    for name, body in seen.items():
        path = case / "expected" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def differences(case, seen):
    root = case / "expected"
    wanted = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    for name in sorted(set(seen) | set(wanted)):
        if name not in seen:
            yield "missing: " + name
        elif name not in wanted:
            yield "not expected: " + name
        elif seen[name] != wanted[name]:
            texts = [body.decode("utf-8", "backslashreplace").splitlines() for body in (wanted[name], seen[name])]
            yield from list(difflib.unified_diff(*texts, "expected/" + name, "seen", lineterm="", n=1))[:20]


def main():
    cases = sorted(p.parent for p in HERE.glob("*/steps"))
    failed = False
    print("1..%d" % len(cases))
    for number, case in enumerate(cases, 1):
        home = SCRATCH / case.name
        shutil.rmtree(home, ignore_errors=True)
        try:
            seen = outcome(home, work(case, home))
            if ACCEPT:
                accept(case, seen)
            wrong = list(differences(case, seen))
        except Exception as why:
            wrong = ["%s: %s" % (type(why).__name__, why)]
        failed |= bool(wrong)
        print("%s %d - case %s" % ("not ok" if wrong else "ok", number, case.name))
        for line in wrong[:40]:
            print("#   " + line)
    sys.exit(failed)


main()
