"""Holds `riscontro cat` against the references of a corpus folder and speaks TAP.

usage: judge.py csv|zip|xml FOLDER DIFFERENCES

Every file that must be read has to equal its reference; every file that must be refused has to give
exit status 65, nothing on standard output and one line on standard error that names the file, within 10
seconds and 256 MiB; the rest may do either, but a wrong rendering fails. DIFFERENCES lists the files that
their bytes alone do not decide, one a line: `file TAB what TAB why`. What is `refused`, or the options
under which the judgement above has to hold.
"""
import csv
import json
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

csv.field_size_limit(1 << 30)
PROGRAM = os.environ["RISCONTRO"]
MOST_MEMORY = 256 << 20
MOST_SECONDS = 10


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def run(arguments):
    """The exit status, output and errors, and the peak memory in bytes."""
    process = subprocess.Popen(
        [PROGRAM, "--language", "en", "cat", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, preexec_fn=limit)
    try:
        output, errors = process.communicate(timeout=3 * MOST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return -1, b"", b"too slow\n"
    return process.returncode, output, errors


def manifest(folder):
    with open(os.path.join(folder, "MANIFEST.tsv"), encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def differences(path):
    with open(path, encoding="utf-8") as stream:
        lines = [line.rstrip("\n").split("\t") for line in stream if not line.startswith("#")]
    return {line[0]: line[1] for line in lines if len(line) == 3}


def csv_arguments(path):
    return [path, "--as", "jsonl"]


def csv_equal(output, reference):
    with open(reference, encoding="utf-8") as stream:
        wanted = json.load(stream)
    got = [json.loads(line) for line in output.decode("utf-8").splitlines()]
    return [r for r in got if r not in ([], [""])] == [r for r in wanted if r not in ([], [""])]


def zip_arguments(path):
    return [path, "--as", "entries"]


def zip_equal(output, reference):
    with open(reference, encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        wanted = [(r["name"], r["size"], r["crc32"]) for r in rows]
    lines = output.decode("utf-8").split("\n")[1:-1]
    return [tuple(line.split("\t")) for line in lines] == wanted


def xml_arguments(path):
    return [path]


def xml_equal(output, reference):
    with open(reference, "rb") as stream:
        return stream.read() == output


KINDS = {
    "csv": (csv_arguments, csv_equal),
    "zip": (zip_arguments, zip_equal),
    "xml": (xml_arguments, xml_equal),
}


def refusal_fault(path, status, output, errors):
    """What is wrong with a refusal, or None."""
    lines = errors.decode("utf-8", "replace").splitlines()
    if status != 65:
        return f"exit status {status} instead of 65"
    if output:
        return "a refusal that prints"
    if len(lines) != 1 or os.path.basename(path) not in lines[0]:
        return f"not one line that names the file: {lines}"
    return None


def judge(kind, folder, row, deliberate):
    arguments, equal = KINDS[kind]
    path = os.path.join(folder, row["file"])
    what = deliberate.get(row["file"], "")
    options = [] if what == "refused" else what.split()
    status, output, errors = run(arguments(path) + options)
    reference = row["reference"] and os.path.join(folder, row["reference"])
    refused = refusal_fault(path, status, output, errors)
    if what == "refused" or row["expected"] == "reject":
        return refused
    if status != 0:
        if row["expected"] == "either" or refused:
            return refused
        return f"refused: {errors.decode('utf-8', 'replace').strip()}"
    if not reference:
        return None
    return None if equal(output, reference) else "differs from the reference"


def main():
    kind, folder, list_of_differences = sys.argv[1:]
    rows = list(manifest(folder))
    deliberate = differences(list_of_differences)
    with ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(lambda row: judge(kind, folder, row, deliberate), rows))
    print(f"1..{len(rows) + 1}")
    for number, (row, fault) in enumerate(zip(rows, faults), 1):
        print(f"{'not ok' if fault else 'ok'} {number} - {row['expected']} {row['file']}")
        if fault:
            print(f"# {row['category']}: {fault}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"{'ok' if peak < MOST_MEMORY else 'not ok'} {len(rows) + 1} - memory stays below 256 MiB")
    print(f"# peak {peak >> 20} MiB")


main()
