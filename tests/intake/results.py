"""The lines of a test: ok, or not ok with what was seen."""
count = 0


def told(good, sentence, seen=""):
    global count
    count += 1
    print("%s %d - %s" % ("ok" if good else "not ok", count, sentence))
    if not good:
        print("# %s" % (seen,))


def skip(sentence, why):
    global count
    count += 1
    print("ok %d - %s # SKIP %s" % (count, sentence, why))


def end():
    print("1..%d" % count)
