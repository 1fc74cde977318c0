"""Kills a run at its 1st, 2nd, 3rd ... disk call, runs it again plainly and compares what is
there with what a calm run leaves. Speaks TAP.

    crash.py --prepare SHELL --run COMMAND [--state SHELL] [--ledger FILE] [options]

SHELL and COMMAND find the fresh folder of the try in {dir} and in $CRASH_DIR, and start in it.
`--run` is split like a shell's line but run without a shell, so that only its own disk calls
count. The state is what `--state` prints, or else every file below the folder with its
SHA-256 (what matches --exclude left out), and the rows of the ledger when one is named.

Variants, one test each:
    plain       killed at every point, then run again
    torn        the same, a write at the point done by half
    twice       killed at every point, killed again while it recovers, then run again
    old-rename  renameat2 without flags, as on network shares
"""
import argparse
import concurrent.futures
import difflib
import fnmatch
import hashlib
import os
import shlex
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile

HEAD = struct.Struct("=QQQQ512s")
SHARED_SIZE = HEAD.size + 65536 * 16
VARIANTS = {
    "plain": {},
    "torn": {"CRASHPOINT_TORN": "1"},
    "twice": {},
    "old-rename": {"CRASHPOINT_OLD_RENAME": "1"},
}


class Failure(Exception):
    """What the calm run or a try did that it must not."""


class Outcome:
    """The end of one run under the library."""

    def __init__(self, status, text, head):
        self.status = status
        self.text = text
        self.calls, _, self.dead, self.unsynced, note = HEAD.unpack(head)
        self.note = note.split(b"\0")[0].decode("utf-8", "backslashreplace")


class Trial:
    """A fresh folder, prepared."""

    def __init__(self, options, name):
        self.options = options
        self.top = tempfile.mkdtemp(prefix=f"crash-{name}-", dir=options.scratch)
        self.dir = os.path.join(self.top, "spool")
        self.shared = os.path.join(self.top, "shared")
        os.mkdir(self.dir)
        self.shell(options.prepare)

    def environment(self, extra=None):
        return {**os.environ, "CRASH_DIR": self.dir, **(extra or {})}

    def shell(self, text):
        done = subprocess.run(
            ["sh", "-ec", text.replace("{dir}", self.dir)],
            cwd=self.dir, env=self.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise Failure(f"{text}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "backslashreplace")

    def run(self, point=0, extra=None):
        """One run in a process group of its own, killed at `point` unless it is 0."""
        with open(self.shared, "wb") as file:
            file.write(HEAD.pack(0, point, 0, 0, b""))
            file.truncate(SHARED_SIZE)
        command = [word.replace("{dir}", self.dir) for word in shlex.split(self.options.run)]
        env = self.environment({
            "LD_PRELOAD": self.options.library, "CRASHPOINT_FILE": self.shared, **(extra or {})})
        with subprocess.Popen(
                command, cwd=self.dir, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                text = process.communicate(timeout=self.options.timeout)[0]
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise Failure(f"point {point}: no end after {self.options.timeout} s") from None
        with open(self.shared, "rb") as file:
            return Outcome(process.returncode, text.decode(errors="replace"), file.read(HEAD.size))

    def run_to_end(self, what, extra=None):
        """A run that must end by itself, well."""
        outcome = self.run(0, extra)
        if outcome.status not in self.options.exit:
            raise Failure(f"{what}: status {outcome.status}\n{outcome.text}")
        if outcome.unsynced:
            raise Failure(f"{what}: {outcome.note} was renamed before its bytes were synced")
        return outcome

    def state(self):
        if self.options.state:
            return self.shell(self.options.state)
        lines = sorted(self.tree())
        if self.options.ledger:
            lines += self.ledger()
        return "\n".join(lines) + "\n"

    def tree(self):
        for folder, _, names in os.walk(self.dir):
            for name in names:
                path = os.path.join(folder, name)
                shown = os.path.relpath(path, self.dir)
                if any(fnmatch.fnmatch(shown, pattern) for pattern in self.options.exclude):
                    continue
                with open(path, "rb") as file:
                    yield f"{shown} {hashlib.sha256(file.read()).hexdigest()}"

    def ledger(self):
        path = os.path.join(self.dir, self.options.ledger)
        connection = sqlite3.connect(path)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def close(self):
        shutil.rmtree(self.top, ignore_errors=True)


def calm(options, extra=None):
    """The state that a run leaves which nobody disturbs, and its number of disk calls."""
    trial = Trial(options, "calm")
    try:
        outcome = trial.run_to_end("the calm run", extra)
        first = trial.state()
        trial.run_to_end("a second calm run", extra)
        if trial.state() != first:
            raise Failure("a second calm run with nothing to do changes the state\n"
                          + difference(first, trial.state()))
        return first, outcome.calls
    finally:
        trial.close()


def difference(wanted, found):
    lines = difflib.unified_diff(
        wanted.splitlines(), found.splitlines(), "calm", "after the crash", lineterm="", n=1)
    return "\n".join(list(lines)[:40])


def one_try(options, variant, point, wanted):
    """Crash at `point`, run again, compare. None when well, else what was wrong."""
    extra = VARIANTS[variant]
    trial = Trial(options, variant)
    try:
        outcome = trial.run(point, extra)
        if outcome.unsynced:
            return f"{outcome.note} was renamed before its bytes were synced"
        if not outcome.dead and outcome.status not in options.exit:
            return f"status {outcome.status}\n{outcome.text}"
        if variant == "twice":
            trial.run(1 + point * 7 % 23, extra)
        trial.run_to_end("the run after the crash", extra)
        found = trial.state()
        return None if found == wanted else difference(wanted, found)
    except Failure as failure:
        return str(failure)
    finally:
        if not options.keep:
            trial.close()


def points_of(calls, most):
    """All points, or `most` of them spread evenly, the first and the last among them."""
    if calls <= most:
        return list(range(1, calls + 1))
    return sorted({1 + round(i * (calls - 1) / (most - 1)) for i in range(most)})


def try_variant(options, variant, wanted, calls):
    points = points_of(calls, options.most)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        wrongs = pool.map(lambda point: one_try(options, variant, point, wanted), points)
        return len(points), [(p, w) for p, w in zip(points, wrongs) if w is not None]


def comment(text):
    for line in text.rstrip().splitlines():
        print("# " + line)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepare", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--state")
    parser.add_argument("--ledger", help="SQLite file whose rows belong to the state")
    parser.add_argument("--exclude", action="append", default=[], help="pattern of paths")
    parser.add_argument("--exit", type=int, action="append", help="good exit status (0)")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="(plain)")
    parser.add_argument("--library", default=os.path.join(
        os.environ.get("TOP", "."), "build/release/crash/crashpoint.so"))
    parser.add_argument("--scratch", default=os.environ.get("SCRATCH"))
    parser.add_argument("--most", type=int, default=400, help="points tried of a variant")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="leave the folders of the tries")
    options = parser.parse_args()
    options.exit = options.exit or [0]
    options.library = os.path.abspath(options.library)
    variants = options.variant or ["plain"]
    print(f"1..{len(variants) + 1}")
    if not os.path.exists(options.library):
        print(f"not ok 1 - {options.library} is missing")
        return 1
    try:
        wanted, calls = calm(options)
        print(f"ok 1 - a calm run makes {calls} disk calls and syncs before it renames")
    except Failure as failure:
        print("not ok 1 - a calm run ends well")
        comment(str(failure))
        return 1
    status = 0
    for number, variant in enumerate(variants, 2):
        if variant == "old-rename":
            calls = calm(options, VARIANTS[variant])[1]
        tried, wrongs = try_variant(options, variant, wanted, calls)
        status |= bool(wrongs)
        print(f"{'not ok' if wrongs else 'ok'} {number} - {variant}: {tried - len(wrongs)} of "
              f"{tried} points tried end as the calm run, of {calls} disk calls")
        for point, wrong in wrongs[:5]:
            comment(f"point {point} of {calls}: {wrong}")
    return status


if __name__ == "__main__":
    sys.exit(main())
