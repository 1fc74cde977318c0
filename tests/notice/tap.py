"""One line of TAP for each thing that is judged."""
import sys

number = 0


def ok(good, name, why=""):
    global number
    number += 1
    print(("ok" if good else "not ok") + " %d - %s" % (number, name))
    if not good:
        print("# " + str(why)[:1500].replace("\n", "\n# "))
    sys.stdout.flush()


def plan():
    print("1..%d" % number)
