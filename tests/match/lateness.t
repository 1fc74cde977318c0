#!/usr/bin/python3
"""Time alone makes things late: once a day, at its first turn, the engine looks at what waits."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", "match"))
from small_world import CLASSES, World, statement, tell  # noqa: E402

FLOW, MISSING = "2026-11-19FANTITMM-S0000000001", "2026-11-18FANTITMM-S0000000009"


def main():
    world = World(os.path.join(os.environ["SCRATCH"], "late"))
    world.drop("fdr", "flow.xml", world.flow(FLOW, [("RF18539007547034", 3, 2550)]))
    world.drop("estratti-conto", "bank.csv", statement([
        ("20/11/2026", 1111, "/PUR/LGPE-RIVERSAMENTO/URI/" + MISSING)]))

    def classes():
        return sorted(row[2] for row in world.query(CLASSES) if row[0] != "payment")

    def days():
        return world.query("SELECT day FROM lateness")

    world.run("run")
    results = [("on the day all waits", classes() == ["FLOW_WAITING_CREDIT", "MOVEMENT_FLOW_MISSING"], classes()),
               ("the day is noted", days() == [("2026-11-20",)], days())]
    world.run("run", now="2026-11-23T09:00:00Z")
    results.append(("one bank day later still", classes() == ["FLOW_WAITING_CREDIT", "MOVEMENT_FLOW_MISSING"],
                    classes()))
    world.run("run", now="2026-11-25T09:00:00Z")
    results.append(("then the credit is late, the flow not yet",
                    classes() == ["FLOW_NO_CREDIT", "MOVEMENT_FLOW_MISSING"], classes()))
    world.run("run", now="2026-12-01T09:00:00Z")
    results.append(("then both are, and nobody dropped a file",
                    classes() == ["FLOW_NO_CREDIT", "MOVEMENT_FLOW_LATE"], classes()))
    history = world.query("SELECT code, substr(made_at, 1, 10), substr(ended_at, 1, 10) FROM class_history ORDER BY id")
    results.append(("what they were before is kept", history == [
        ("FLOW_WAITING_CREDIT", "2026-11-20", "2026-11-25"),
        ("MOVEMENT_FLOW_MISSING", "2026-11-20", "2026-12-01")], history))
    before = world.query("SELECT * FROM class")
    world.run("run", now="2026-12-01T18:00:00Z")
    results.append(("a second run of the day changes nothing", world.query("SELECT * FROM class") == before, before))
    world.drop("fdr", "missing.xml", world.flow(MISSING, [("RF99", 4, 1111)]))
    world.run("run", now="2026-12-01T19:00:00Z")
    results.append(("what arrives late is matched all the same", "FLOW_SQUARE" in classes()
                    and "MOVEMENT_FLOW" in classes(), classes()))
    tell(results)


main()
