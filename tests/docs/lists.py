"""The lists that the documents print from the program's tables: compared, or with --write rewritten.

    docs/tracciato.md      between <!-- begin fields --> and <!-- end fields -->
    docs/findings.md       between <!-- begin it --> ... and <!-- begin en --> ...
    docs/man/riscontro.8   between .\\" begin commands and .\\" end commands
    docs/man/riscontro.conf.5  between .\\" begin keys and .\\" end keys
"""
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("RISCONTRO", str(TOP / "build/release/riscontro"))
HEADS = {"it": "| codice | effetto | che cosa | atteso | da fare |", "en": "| code | effect | what | expected | to do |"}
EFFECTS = {"it": {"note": "nota", "warning": "avvertimento", "row": "riga rifiutata", "file": "file rifiutato"},
           "en": {"note": "note", "warning": "warning", "row": "row refused", "file": "file refused"}}


def riscontro(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout


def findings(language):
    rows = [HEADS[language], "|---|---|---|---|---|"]
    for kind in json.loads(riscontro("--language", language, "--json", "explain")):
        cells = ["`%s`" % kind["code"], EFFECTS[language][kind["severity"]], kind["what"], kind["expected"],
                 kind["next"]]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


LISTS = [  # file, name of the list, mark, what it must be
    ("docs/tracciato.md", "fields", "<!-- %s %s -->", lambda: riscontro("--language", "it", "template", "quotas", "--as", "manual")),
    ("docs/findings.md", "it", "<!-- %s %s -->", lambda: findings("it")),
    ("docs/findings.md", "en", "<!-- %s %s -->", lambda: findings("en")),
    ("docs/man/riscontro.8", "commands", '.\\" %s %s', lambda: riscontro("--language", "en", "help", "--manual")),
    ("docs/man/riscontro.conf.5", "keys", '.\\" %s %s', lambda: riscontro("--language", "en", "config", "--manual")),
]


def replaced(text, name, mark, body):
    begin, end = mark % ("begin", name), mark % ("end", name)
    parts = re.split("(%s\n|%s\n)" % (re.escape(begin), re.escape(end)), text)
    if len(parts) != 5:
        raise ValueError("the marks of the list %s are missing" % name)
    parts[2] = body
    return "".join(parts)


def differences():
    """What a document says otherwise than the program: (file, lines)."""
    for name, what, mark, make in LISTS:
        text = (TOP / name).read_text()
        wanted = replaced(text, what, mark, make())
        if wanted != text:
            yield name, list(difflib.unified_diff(text.splitlines(), wanted.splitlines(), name, "program", "", "", 0, ""))


if __name__ == "__main__":
    for name, what, mark, make in LISTS:
        path = TOP / name
        path.write_text(replaced(path.read_text(), what, mark, make()))
