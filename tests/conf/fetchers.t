#!/usr/bin/python3
"""What is wrong with a fetcher is told by `riscontro config`, with what would be right, before a file is missed."""
import os
import subprocess

TOP, SCRATCH, RISCONTRO = os.environ["TOP"], os.environ["SCRATCH"], os.environ["RISCONTRO"]
results = []


def path(name):
    return os.path.join(SCRATCH, name)


def config(fetcher, more=""):
    text = open(os.path.join(TOP, "conf/riscontro.conf"), encoding="utf-8").read()
    with open(path("riscontro.conf"), "w", encoding="utf-8") as f:
        f.write(text + '\nfetchers = ( { name = "partner"; %s } );\n%s' % (fetcher, more))
    done = subprocess.run([RISCONTRO, "--config", path("riscontro.conf"), "--language", "en", "config"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return done.returncode, done.stderr.decode(), done.stdout.decode()


def check(good, sentence, seen):
    results.append(bool(good))
    print("ok" if good else "not ok", len(results), "-", sentence)
    if not good:
        print("#", str(seen).replace("\n", "\n# "))


with open(path("good"), "w") as f:
    f.write("segreto\n")
os.chmod(path("good"), 0o600)
SFTP = 'kind = "sftp"; host = "sftp.example.it"; user = "ordine"; password = "file:good"; '
FDR = 'kind = "fdr"; base = "https://api.example.it"; key = "file:good"; '
TABLE = [
    ("a service that can be asked", FDR, 0, []),
    ("an SFTP server nobody has confirmed", SFTP + 'channel = "statements";', 78, ["fetcher partner", "COURIER_HOST_UNKNOWN"]),
    ("SFTP without a channel", SFTP, 78, ["channel is missing"]),
    ("a channel that the creditor has not", 'kind = "imap"; host = "x"; user = "y"; password = "file:good";', 78,
     ["has no channel mail-receipts"]),
    ("a creditor that is nobody", FDR + 'creditor = "altro";', 78, ["no creditor is called"]),
    ("a kind that is none", 'kind = "ftp";', 78, ["kind"]),
    ("moving without saying where", SFTP + 'channel = "statements"; after = "move";', 78, ["moved"]),
    ("tidying a service that only lists", FDR + 'after = "delete";', 78, ["only lists"]),
    ("looking back further than the service", FDR + "days = 31;", 78, ["days is above 30"]),
    ("folders of a web service", FDR + 'folders = [ "/x" ];', 78, ["folders and patterns are for sftp"]),
    ("the courier's folder", SFTP + 'channel = "statements"; folder = "/out";', 78, ["folders = [ ... ]"]),
    ("a limit of couriers", FDR + "per_minute = 3;", 78, ["fetchers have every"]),
    ("a setting that the means has not", FDR + 'host = "x";', 78, ["no setting host"]),
    ("a secret that is not there", FDR.replace("file:good", "file:nowhere"), 78, ["COURIER_SECRET"]),
]
for sentence, fetcher, code, words in TABLE:
    status, said, _ = config(fetcher)
    check(status == code and all(w in said for w in words) and "segreto" not in said, sentence, (status, said))
status, said, _ = config(FDR, 'couriers = ( { name = "partner"; kind = "folder"; } );')
check(status == 78 and "that of a courier too" in said, "a name that a courier bears", said)
status, said, text = config(FDR.replace("file:good", "env:CHIAVE"))
check(status == 0 and "env:CHIAVE" not in text and 'key = "********"' in text, "where a secret is kept is not printed", text[-400:])
print("1..%d" % len(results))
