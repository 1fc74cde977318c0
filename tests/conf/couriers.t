#!/usr/bin/python3
"""What would hold a courier is told by `riscontro config`, with the next step, before a file waits for it."""
import os
import subprocess

TOP, SCRATCH, RISCONTRO = os.environ["TOP"], os.environ["SCRATCH"], os.environ["RISCONTRO_ASAN"]
results = []


def path(name):
    return os.path.join(SCRATCH, name)


def write(name, text, mode=0o600):
    with open(path(name), "w") as f:
        f.write(text)
    os.chmod(path(name), mode)
    return path(name)


def config(courier, lang="en", used=True):
    text = open(os.path.join(TOP, "conf/riscontro.conf"), encoding="utf-8").read()
    if used:
        text = text.replace('kind = "notices";', 'kind = "notices"; couriers = [ "folder", "partner" ];')
    write("riscontro.conf", text + '\ncouriers = ( { name = "partner"; %s } );\n' % courier)
    done = subprocess.run([RISCONTRO, "--config", path("riscontro.conf"), "--language", lang, "config"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return done.returncode, done.stderr.decode()


def check(good, sentence, seen):
    results.append(good)
    print("ok" if good else "not ok", len(results), "-", sentence)
    if not good:
        print("#", str(seen).replace("\n", "\n# "))


write("good", "segreto\n")
write("open", "segreto\n", 0o644)
write("ca.pem", "x")
write("hosts", "sftp.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8Xq0b0m2u8l8kq3m9Zr7m1bq8m3p1V2u9kq3m9Zr7m\n")
SFTP = 'kind = "sftp"; host = "sftp.example"; user = "ordine"; hosts = "hosts"; '
HTTPS = 'kind = "https"; base = "https://localhost/"; '
# the courier, words of the message, code ("" when it can work)
TABLE = [
    ("an SFTP courier that can work", SFTP + 'key = "file:good";', [], ""),
    ("no way to log in", SFTP, ["password, key or agent"], "COURIER_AUTH"),
    ("a passphrase without a key", SFTP + 'password = "file:good"; passphrase = "file:good";', ["passphrase"], "COURIER_AUTH"),
    ("a secret's file that is not there", SFTP + 'key = "file:nowhere";', ["nowhere", "No such file"], "COURIER_SECRET"),
    ("a secret that others can read", SFTP + 'key = "file:open";', ["open", "0644", "0600"], "COURIER_SECRET"),
    ("a secret written into the configuration", SFTP + 'password = "segreto";', ["must name where"], "COURIER_SECRET"),
    ("a host whose key nobody confirmed", SFTP.replace("sftp.example", "other.example") + 'key = "file:good";', ["other.example", "riscontro trust"],
     "COURIER_HOST_UNKNOWN"),
    ("a port whose key nobody confirmed", SFTP + 'port = 2222; key = "file:good";', ["2222"], "COURIER_HOST_UNKNOWN"),
    ("a secret that only the service has", SFTP + 'key = "credential:sftp";', [], ""),
    ("a key that the kind has not", SFTP + 'key = "file:good"; colour = "red";', ["no setting colour"], None),
    ("a number out of range", SFTP + 'key = "file:good"; window = 100000;', ["window", "from 1 to 512"], None),
    ("quiet hours that are none", SFTP + 'key = "file:good"; quiet = "night";', ["quiet", "HH:MM-HH:MM"], None),
    ("quiet hours until after the cut-off", SFTP + 'key = "file:good"; quiet = "20:00-16:00"; cutoff = "15:30";', ["cut-off"], None),
    ("rename = required without a temporary name", SFTP + 'key = "file:good"; rename = "required"; temporary = "";', ["temporary"], None),
    ("a web service that can work", HTTPS + 'key = "file:good"; ca_file = "ca.pem";', [], ""),
    ("a web service without https", HTTPS.replace("https:", "http:") + 'key = "file:good";', ["https://"], "COURIER_ADDRESS"),
    ("certificates that are not there", HTTPS + 'key = "file:good"; ca_file = "nowhere.pem";', ["nowhere.pem"], "COURIER_CERTIFICATE"),
    ("mail without a host", 'kind = "mail"; user = "x"; password = "file:good"; from = "a@example.it";', ["host is missing"], None),
]
for sentence, courier, words, code in TABLE:
    status, said = config(courier)
    if code == "":
        good = status == 0 and said == ""
    else:
        good = status == 78 and "courier partner" in said or "courier sftp" in said and status == 78
        good = good and all(w in said for w in words) and (code is None or "[%s]" % code in said)
    check(good and "segreto" not in said, sentence, (status, said))
status, said = config(SFTP, "it")
check("corriere partner" in said and "credenziali" in said, "in Italian too", said)
status, said = config(SFTP + 'key = "file:good";', used=False)
check(status == 0 and "no outlet names it" in said, "a courier that no outlet names is remarked", (status, said))
print("1..%d" % len(results))
