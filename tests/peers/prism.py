"""pagoPA's own OpenAPI documents served by a validating mock (@stoplight/prism-cli), behind TLS, with what it said of
each request."""
import http.client
import http.server
import json
import os
import shutil
import ssl
import subprocess
import threading

from peers import *

VERSION = "5.14.2"
FOLDER = os.path.join(TOP, "build/prism")
PROGRAM = os.path.join(FOLDER, "node_modules/.bin/prism")


def install():
    """Below build/, once; False when it cannot be had here."""
    if os.path.exists(PROGRAM):
        return True
    if shutil.which("npm") is None:
        return False
    os.makedirs(FOLDER, exist_ok=True)
    try:
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", FOLDER,
                        "@stoplight/prism-cli@" + VERSION], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, timeout=400)
    except subprocess.TimeoutExpired:
        pass
    return os.path.exists(PROGRAM)


def mock(document):
    """A mock of one document, which tells with each answer what of the request the document does not allow: its port."""
    port = free_port()
    start([PROGRAM, "mock", "-h", "127.0.0.1", "-p", str(port), document], path("prism.log"))
    if not wait_port(port, 60):
        skip_all("prism does not start here")
    return port


class Handler(http.server.BaseHTTPRequestHandler):
    """Forwards what lies below a service's prefix to its mock, and keeps the verdict."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        prefix, port = next((p, port) for p, port in self.server.services if self.path.startswith(p + "/"))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        if "Ocp-Apim-Subscription-Key" in headers:  # the gateway's header; some documents name the one behind it
            headers["ApiKey"] = headers["Ocp-Apim-Subscription-Key"]
        connection.request(self.command, self.path[len(prefix):], body or None, headers)
        answer = connection.getresponse()
        said = answer.read()
        # The documents' own examples of answers break them now and then: only requests are judged.
        wrong = [v for v in json.loads(answer.headers.get("sl-violations") or "[]") if v["location"][:1] == ["request"]]
        if b"stoplight.io/prism/errors" in said and not answer.headers.get("sl-violations"):
            wrong.append(said[:600].decode("utf-8", "replace"))
        self.server.verdicts.append((self.command, self.path, answer.status, wrong, body))
        if "/profiles/" in self.path and answer.status == 200:
            said = json.dumps(dict(json.loads(said), sender_allowed=True)).encode()
        self.send_response(answer.status)
        for name in ("Content-Type", "Retry-After"):
            if answer.headers.get(name):
                self.send_header(name, answer.headers[name])
        if answer.status == 202:  # the documents do not tell it, the service does
            self.send_header("Location", self.path.lstrip("/") + "/0123456789abcdef/status")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_DELETE = forward


def serve(cert, key, services):
    """A server in front of mocks, `services` being (prefix, port) pairs: (port, list of verdicts)."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.services, server.verdicts = services, []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1], server.verdicts
