#!/usr/bin/python3
"""What booking costs when payments pay positions of ours: booking_ours.py FLOWS PAYMENTS POSITIONS FOLDER. The
positions are booked before and not counted."""
import os
import random
import subprocess
import sys

TOP = os.environ["TOP"]
sys.path.insert(0, os.path.join(TOP, "tests", "match"))
from small_world import World, mixed_payments  # noqa: E402


def main():
    flows, each, positions = (int(word) for word in sys.argv[1:4])
    world = World(sys.argv[4])
    quotas = subprocess.run([sys.executable, os.path.join(TOP, "tests", "bench", "generate_quotas.py"), str(positions)],
                            capture_output=True, text=True, check=True).stdout
    world.drop("quote", "quote.csv", quotas)
    world.run("run")
    for number, lines in enumerate(mixed_payments(world, flows, each, random.Random(7))):
        world.drop("fdr", "%05d.xml" % number, world.flow("2026-11-19FANTITMM-S%010d" % number, lines))
    before = os.times()
    world.run("run")
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    print("%6d files of %6d payments, %d of positions of ours: %.2f CPU seconds, %.0f payments per CPU second" % (
        flows, each, positions, seconds, flows * each / seconds))


main()
