#!/usr/bin/python3
"""Thousands of lines of one IUV, as a broken provider tells them: every one has its class, in any order of arrival, and
what the position was paid is the sum of them all."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", "match"))
from small_world import CLASSES, World, tell  # noqa: E402

FLOWS, EACH, CENTS = 6, 500, 100


def world_of(name, order, at_once):
    world = World(os.path.join(os.environ["SCRATCH"], name))
    quotas = os.path.join(world.top, "quotas.csv")
    os.system("%s %s/tests/bench/generate_quotas.py 1 > %s" % (sys.executable, os.environ["TOP"], quotas))
    with open(quotas, encoding="utf-8") as file:
        world.drop("quote", "quote.csv", file.read())
    world.run("run")
    iuv = world.query("SELECT iuv FROM payment_option WHERE number = 0")[0][0]
    for number in order:
        flow_id = "2026-11-19FANTITMM-S%010d" % number
        world.drop("fdr", flow_id + ".xml", world.flow(
            flow_id, [(iuv, number * EACH + i, CENTS) for i in range(EACH)]))
        if not at_once:
            world.run("run")
    world.run("run")
    return world


def main():
    together = world_of("together", range(FLOWS), True)
    apart = world_of("apart", reversed(range(FLOWS)), False)
    seen = [w.query(CLASSES) for w in (together, apart)]
    payments = [row for row in seen[0] if row[0] == "payment"]
    position = [row[3] for row in seen[0] if row[0] == "position"]
    tell([
        ("each of %d lines has a class" % (FLOWS * EACH), len(payments) == FLOWS * EACH, len(payments)),
        ("all but one are told as paid again",
         sum(row[2] == "LINE_DOUBLE_PAYMENT" for row in payments) == FLOWS * EACH - 1, payments[:3]),
        ("the position has the cents of them all", position == [FLOWS * EACH * CENTS], position),
        ("the same when they come one by one, the last first", seen[0] == seen[1], [
            pair for pair in zip(*seen) if pair[0] != pair[1]][:3])])


if __name__ == "__main__":
    main()
