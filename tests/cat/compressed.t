#!/usr/bin/python3
"""Files compressed one by one and tars: several members in a row and padding are read; what is wrong, cut off or has
other bytes behind it is refused, in gzip too, whose check sum libarchive does not look at. gzip itself is the judge."""
import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import zlib

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests", "intake"))
from results import end, told

RISCONTRO, SCRATCH = os.environ["RISCONTRO"], os.environ["SCRATCH"]
ROWS = b"a;b\n" + b"".join(b"%d;%d\n" % (i, i * i) for i in range(5000))


def packed(data, flags=0, options=b"", check=None, length=None, level=6):
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    return (b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\x03" + options + body +
            struct.pack("<II", zlib.crc32(data) if check is None else check, len(data) if length is None else length))


def tar(data):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("righe.csv")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def entries(name, content):
    path = os.path.join(SCRATCH, name)
    with open(path, "wb") as stream:
        stream.write(content)
    done = subprocess.run([RISCONTRO, "cat", "--as", "entries", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = done.stdout.decode().splitlines()
    if done.returncode == 0:
        return lines[1].split("\t")
    code = done.stderr.decode().strip().rsplit("[", 1)[-1].rstrip("]")
    return code if done.returncode == 65 and not lines else (done.returncode, lines, code)


def accepted_by_gzip(content):
    """gzip only warns (2) of garbage, which is refused here."""
    done = subprocess.run(["gzip", "-t"], input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def reads(sentence, name, content, data):
    wanted = ["righe.csv", str(len(data)), "%08x" % zlib.crc32(data)]
    got = entries(name, content)
    told(got == wanted and (not name.endswith("gz") or accepted_by_gzip(content)), sentence, (got, wanted))


def refuses(sentence, name, content, code="ARCHIVE_DAMAGED"):
    got = entries(name, content)
    told(got == code and not (name.endswith("gz") and accepted_by_gzip(content)), sentence, got)


good = packed(ROWS)
reads("gzip", "righe.csv.gz", good, ROWS)
reads("stored, with every option in the head", "righe.csv.gz",
      packed(ROWS, 0x1D, b"\x03\0abcrighe\0nota\0", level=0), ROWS)
reads("members in a row, the empty one too", "righe.csv.gz", good + packed(b"") + packed(b"9;9\n"), ROWS + b"9;9\n")
reads("zeros behind the end", "righe.csv.gz", good + bytes(4096), ROWS)
reads("a tar in gzip", "righe.tar.gz", packed(tar(ROWS)), ROWS)
refuses("a wrong check sum", "righe.csv.gz", packed(ROWS, check=1))
refuses("a wrong check sum around a tar", "righe.tar.gz", packed(tar(ROWS), check=1))
refuses("a wrong length", "righe.csv.gz", packed(ROWS, length=5))
refuses("a wrong check sum of the second member", "righe.csv.gz", good + packed(b"9;9\n", check=1))
refuses("the start of a second member", "righe.csv.gz", good + good[:12])
refuses("a second member whose first byte is damaged", "righe.csv.gz", good + b"\x1e" + good[1:])
refuses("bytes behind a tar in gzip", "righe.tar.gz", packed(tar(ROWS)) + b"x")
refuses("too much behind the end of a tar", "righe.tar.gz", packed(tar(ROWS) + bytes(20 << 20) + b"x", check=1))
told(entries("righe.tar", tar(ROWS) + tar(b"9;9\n")) == "ARCHIVE_DAMAGED", "a tar behind the end of a tar")
told(entries("righe.tar.gz", packed(tar(ROWS) + tar(b"9;9\n"))) == "ARCHIVE_DAMAGED", "a tar behind a tar, in gzip")
told(entries("righe.tar.gz", packed(tar(b"9;9\n") + tar(ROWS))) == "ARCHIVE_DAMAGED", "a tar behind a small tar, in gzip")
reads("a tar with much padding", "righe.tar", tar(ROWS) + bytes(1 << 20), ROWS)
reads("a tar with much padding, in gzip", "righe.tar.gz", packed(tar(ROWS) + bytes(1 << 20)), ROWS)
refuses("flags that nobody has defined", "righe.csv.gz", packed(ROWS, 0x20))
refuses("another method", "righe.csv.gz", good[:2] + b"\x07" + good[3:])
refuses("options longer than the file", "righe.csv.gz", good[:3] + b"\x04" + good[4:10] + b"\xff\xff")
refuses("nothing compressed", "righe.csv.gz", packed(b"")[:-1])
told(entries("righe.csv.gz", packed(b"")) == "ARCHIVE_EMPTY", "an empty file compressed is told as empty")
cuts = [entries("righe.csv.gz", good[:n]) for n in list(range(3, 40)) + list(range(len(good) - 40, len(good)))]
told(set(cuts) == {"ARCHIVE_DAMAGED"}, "a file cut off, wherever", set(map(str, cuts)))
wrong = []
for at in range(10, len(good), 997):
    flipped = bytearray(good)
    flipped[at] ^= 4
    wrong.append(entries("righe.csv.gz", bytes(flipped)))
told(set(map(str, wrong)) == {"ARCHIVE_DAMAGED"}, "a bit that flips, wherever", set(map(str, wrong)))
for name, pack in (("bz2", bz2.compress), ("xz", lzma.compress)):
    content = pack(ROWS)
    reads(name, "righe.csv." + name, content, ROWS)
    reads(name + ": streams in a row", "righe.csv." + name, content + content, ROWS + ROWS)
    refuses(name + ": bytes behind the end", "righe.csv." + name, content + b"garbage")
    refuses(name + ": cut off", "righe.csv." + name, content[:-9])
end()
