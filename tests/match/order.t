#!/usr/bin/python3
"""The order in which files arrive never changes what things end as: quotas, two flows (one pays a quota twice) and
a statement, in every order one by one, and all together."""
import itertools
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", "match"))
from small_world import CLASSES, TOP, World, statement, tell  # noqa: E402

SCRATCH = os.environ["SCRATCH"]
FIRST, SECOND = "2026-11-19FANTITMM-S0000000001", "2026-11-19FANTITMM-S0000000002"
STATES = "SELECT quota_key, state, position IS NOT NULL FROM quota WHERE current = 1 ORDER BY 1"


def quotas():
    program = os.path.join(TOP, "tests", "bench", "generate_quotas.py")
    return subprocess.run([sys.executable, program, "4"], capture_output=True, text=True, check=True).stdout


def positions():
    """What a fresh ledger calls the quotas: the same in every order."""
    world = World(os.path.join(SCRATCH, "scout"))
    world.drop("quote", "quote.csv", quotas())
    world.run("run")
    return world.query("SELECT iuv, cents FROM payment_option WHERE number = 0 ORDER BY iuv")


def files_of(world, dues):
    (a, a_cents), (b, b_cents) = dues[0], dues[1]
    first = [(a, 1, a_cents), (b, 2, b_cents), ("RF18539007547034", 3, 2550)]
    second = [(b, 4, b_cents)]
    return {
        "quote": ("quote", "quote.csv", quotas()),
        "first": ("fdr", "first.xml", world.flow(FIRST, first)),
        "second": ("fdr", "second.xml", world.flow(SECOND, second)),
        "bank": ("estratti-conto", "bank.csv", statement([
            ("20/11/2026", a_cents + b_cents + 2550, "/PUR/LGPE-RIVERSAMENTO/URI/" + FIRST),
            ("20/11/2026", 1234, "BONIFICO DA ROSSI")])),
    }


def end_of(name, dues, batches):
    world = World(os.path.join(SCRATCH, name))
    files = files_of(world, dues)
    for batch in batches:
        for file in batch:
            world.drop(*files[file])
        world.run("run")
    return world.query(CLASSES), world.query(STATES)


def quotas_in_two_files(name, together):
    """Quotas, then the same with one that costs more: revisions and totals of each file."""
    world = World(os.path.join(SCRATCH, name))
    lines = quotas().splitlines(keepends=True)
    dear = lines[2].split(";")
    dear[14] = "99,99"
    for number, text in enumerate([lines, [lines[0], lines[1], ";".join(dear)]]):
        world.drop("quote", "quote%d.csv" % number, "".join(text))
        if not together:
            world.run("run")
    world.run("run")
    return (world.query("SELECT quota_key, revision, current, state, cents FROM quota ORDER BY 1, 2"),
            world.query("SELECT iuv, cents FROM payment_option ORDER BY 1, 2"),
            world.query("SELECT name, state, rows_booked, cents_booked, rows_unchanged FROM file ORDER BY 1"))


def main():
    dues = positions()
    names = ["quote", "first", "second", "bank"]
    wanted = end_of("calm", dues, [[name] for name in names])
    codes = {row[2] for row in wanted[0]}
    results = [
        ("the world has payments, a double one, a stranger's, a square flow and one that waits",
         {"LINE_DOUBLE_PAYMENT", "LINE_NOT_OURS", "FLOW_SQUARE", "FLOW_WAITING_CREDIT", "POSITION_OVERPAID"} <= codes,
         wanted)]
    wrong = []
    for order in itertools.permutations(names):
        end = end_of("-".join(order), dues, [[name] for name in order])
        if end != wanted:
            wrong.append((order, end))
    results.append(("all 24 orders end the same", not wrong, (wanted, wrong[:1], [w[0] for w in wrong])))
    together = end_of("together", dues, [names])
    results.append(("so do all files together", together == wanted, (wanted, together)))
    halves = end_of("halves", dues, [["first", "second", "bank"], ["quote"]])
    results.append(("so do quotas after a group", halves == wanted, (wanted, halves)))
    alone, grouped = quotas_in_two_files("alone", False), quotas_in_two_files("grouped", True)
    results.append(("quotas of a group follow each other as they do one by one",
                    alone == grouped and len(alone[0]) == 5 and alone[2][1][2:] == (1, 9999, 1), (alone, grouped)))
    tell(results)


main()
