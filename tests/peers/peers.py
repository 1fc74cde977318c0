"""What the tests with real peers share: TAP, servers started and ended by their process, free ports,
a proxy that cuts connections, and the courier driver."""
import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

TOP = os.environ.get("TOP", os.getcwd())
SCRATCH = os.environ.get("SCRATCH", "/tmp/peers-scratch")
DRIVER = os.environ.get("COURIER_DRIVER", os.path.join(TOP, "build/asan/peers/courier_driver"))
children = []
results = []
faults = []  # what the sanitizers said


def check(condition, sentence, seen=None):
    results.append(bool(condition))
    print(("ok" if condition else "not ok"), len(results), "-", sentence, flush=True)
    if not condition and seen is not None:
        for line in str(seen).splitlines():
            print("#", line)


def skip(sentence, why):
    results.append(True)
    print("ok", len(results), "-", sentence, "# SKIP", why, flush=True)


def finish():
    stop_all()
    if DRIVER.find("asan") >= 0 and results:
        check(not faults, "the sanitizers found nothing in all this", "\n".join(faults[:2]))
    print("1..%d" % len(results))
    sys.exit(0 if all(results) else 1)


def skip_all(why):
    skip("this suite", why)
    finish()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_port(port, seconds=10):
    until = time.time() + seconds
    while time.time() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False


def start(args, log, **more):
    child = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=open(log, "ab"),
                             stderr=subprocess.STDOUT, **more)
    children.append(child)
    return child


def stop(child):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def stop_all():
    for child in children:
        stop(child)


atexit.register(stop_all)


def path(*parts):
    return os.path.join(SCRATCH, *parts)


def write(name, data, mode=0o600):
    full = path(name)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    os.chmod(full, mode)
    return full


def read(name):
    with open(path(name), "rb") as f:
        return f.read()


def drive(courier, action, settings, *args, env=None, timeout=90):
    """Runs the driver: (exit code, parsed JSON lines, all its text)."""
    words = [DRIVER, courier, action] + ["%s=%s" % kv for kv in settings.items()] + ["--"] + list(args)
    environment = dict(os.environ, **(env or {}))
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          env=environment, timeout=timeout)
    text = done.stdout.decode("utf-8", "replace")
    if "Sanitizer" in text or "runtime error:" in text:
        faults.append(" ".join(words[1:3]) + "\n" + text[-3000:])
    lines = []
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                lines.append(json.loads(line))
            except ValueError:
                pass
    return done.returncode, lines, text


def need(*programs):
    for program in programs:
        if shutil.which(program) is None and not os.path.exists("/usr/sbin/" + program):
            skip_all(program + " is not installed")
    if not os.path.exists(DRIVER):
        skip_all("the courier driver is not built (make MODE=asan peers)")


def certificates():
    """A private CA and a server certificate for localhost and 127.0.0.1: (ca, cert, key) paths."""
    run = lambda *a: subprocess.run(a, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ca, cakey, cert, key = path("ca.pem"), path("ca.key"), path("cert.pem"), path("cert.key")
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
        "-subj", "/CN=Test CA", "-keyout", cakey, "-out", ca)
    run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
        "-keyout", key, "-out", path("cert.csr"))
    extensions = write("cert.ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-in", path("cert.csr"), "-CA", ca, "-CAkey", cakey, "-CAcreateserial",
        "-days", "30", "-extfile", extensions, "-out", cert)
    return ca, cert, key


class Cutter(threading.Thread):
    """Forwards TCP to `target` and cuts every connection after `limit` bytes from the client."""

    def __init__(self, target, limit):
        super().__init__(daemon=True)
        self.target, self.limit = target, limit
        self.server = socket.socket()
        self.server.bind(("127.0.0.1", 0))
        self.server.listen(5)
        self.port = self.server.getsockname()[1]
        self.start()

    def run(self):
        while True:
            client, _ = self.server.accept()
            other = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self.back, args=(other, client), daemon=True).start()
            threading.Thread(target=self.forth, args=(client, other), daemon=True).start()

    def back(self, source, sink):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                sink.sendall(data)
        except OSError:
            pass

    def forth(self, source, sink):
        passed = 0
        try:
            while passed < self.limit:
                data = source.recv(min(65536, self.limit - passed))
                if not data:
                    break
                sink.sendall(data)
                passed += len(data)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Slow(Cutter):
    """Forwards TCP to `target`, a few kilobytes at a time, with a wait after each. Whoever uses it cannot outrun the
    test, however fast the machine is or loaded: this line runs in the test's own process."""

    def __init__(self, target, wait):
        self.wait = wait
        super().__init__(target, None)
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)

    def forth(self, source, sink):
        try:
            while data := source.recv(8192):
                sink.sendall(data)
                time.sleep(self.wait)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def back(self, source, sink):
        self.forth(source, sink)
