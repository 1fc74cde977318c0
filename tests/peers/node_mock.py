"""A stateful stand-in for pagoPA's services on loopback with TLS: GPD massive upload v2, single positions of GPD v1,
FdR for organisations, GPD payments, App IO. Bodies are validated against the official OpenAPI documents."""
import email.parser
import email.policy
import http.server
import io
import json
import os
import re
import ssl
import threading
import time
import zipfile

try:
    import jsonschema
except ImportError:
    jsonschema = None

SHARED = os.environ.get("SHARED", "")


class Schemas:
    """The schemas of an OpenAPI document, where `nullable` and Java's leniency are as the services have them."""

    def __init__(self, name):
        path = os.path.join(SHARED, "reference/gpd", name)
        self.document = json.load(open(path)) if jsonschema and os.path.exists(path) else None

    def errors(self, schema, value):
        if self.document is None:
            return None
        resolver = jsonschema.RefResolver.from_schema(self.document)
        validator = jsonschema.Draft7Validator({"$ref": "#/components/schemas/" + schema}, resolver=resolver)
        return ["%s: %s" % ("".join("[%d]" % p if isinstance(p, int) else "." + p for p in e.path).lstrip("."), e.message)
                for e in validator.iter_errors(value)]


bulk = Schemas("pagopa-debt-position/openapi_external_v2.json")
single = Schemas("pagopa-debt-position/openapi_external_v1.json")
upload = Schemas("pagopa-gpd-upload/gpd-openapi-v2.json")


class State:
    def __init__(self):
        self.files = {}  # id -> dict
        self.positions = {}  # iupd -> body
        self.requests = []  # (method, path, status)
        self.plan = []  # forced on the next uploads: 500, 503, 429, "drop", or a function of the handler that answers
        self.single_plan = []  # forced on the next single requests: a status, "drop", None, or a function of the handler that answers
        self.report_plan = []  # functions for the next reports
        self.reports_asked = {}
        self.messages = []
        self.validated = 0
        self.wrong = []  # our own answers that the document does not allow
        self.key = "chiave-di-prova"  # the subscription key that is taken; None: any
        self.keys = set()  # those that were shown


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    appio_plan = None  # how the next messages are answered, instead of well

    def log_message(self, *a):
        pass

    def answer(self, status, body=None, **headers):
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.state.requests.append((self.command, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def problem(self, status, title, detail=""):
        self.answer(status, {"title": title, "status": status, "detail": detail})

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def part(self, data):
        message = email.parser.BytesParser(policy=email.policy.default).parsebytes(
            b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + data)
        parts = {p.get_param("name", header="content-disposition"): p for p in message.iter_parts()}
        part = parts.get("file")
        return (None, None) if part is None else (part.get_filename(), part.get_payload(decode=True))

    def take_upload(self):
        name, data = self.part(self.body())
        if data is None:
            return self.problem(400, "INVALID FILE", "no part named file")
        if name.rsplit(".", 1)[-1] != "zip":
            return self.problem(400, "NOT A ZIP FILE")
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            return self.problem(400, "UNZIP ERROR")
        if len(archive.namelist()) != 1 or not archive.namelist()[0].endswith(".json"):
            return self.problem(400, "INVALID FILE")
        try:
            value = json.loads(archive.read(archive.namelist()[0]))
        except ValueError:
            return self.problem(500, "Internal Server Error")  # as the service does with broken JSON
        delete = self.command == "DELETE"
        errors = bulk.errors("MultipleIUPDModel" if delete else "MultiplePaymentPositionModel", value)
        if errors:
            return self.problem(400, "INVALID DEBT POSITIONS", "create." + errors[0])
        self.state.validated += errors is not None
        iupds = value["paymentPositionIUPDs"] if delete else [p["iupd"] for p in value["paymentPositions"]]
        forced = self.state.plan.pop(0) if self.state.plan else None
        if callable(forced):
            return forced(self)
        if forced in (429, 503):
            return self.answer(forced, {"title": "busy", "status": forced}, Retry_After="3")
        if forced == 500:
            return self.problem(500, "Internal Server Error")
        file_id = "%08x" % (len(self.state.files) + 1)
        known = [i for i in iupds if i in self.state.positions]
        if self.command == "POST":
            for p in value["paymentPositions"]:
                self.state.positions.setdefault(p["iupd"], p)
        self.state.files[file_id] = {"method": self.command, "iupds": iupds, "known": known, "at": time.time()}
        if forced == "drop":  # taken, but the answer gets lost
            self.state.requests.append((self.command, self.path, 0))
            self.close_connection = True
            return self.connection.shutdown(2)
        broker, cf = re.match(r".*/brokers/([^/]+)/organizations/([^/]+)/", self.path).groups()
        self.answer(202, None, Location="brokers/%s/organizations/%s/debtpositions/file/%s/status" % (broker, cf, file_id),
                    Retry_After="5000 ms")

    def checked(self, schema, value):
        errors = upload.errors(schema, value)
        self.state.wrong += errors or []
        self.answer(200, value)

    def status(self, file_id):
        f = self.state.files.get(file_id)
        if f is None:
            return self.problem(404, "NOT FOUND")
        done = len(f["iupds"])
        self.checked("UploadStatusDTO", {"fileId": file_id, "processedItem": done, "submittedItem": done, "startTime": "2026-11-23T08:00:00.000Z",
                                         "operationStatus": "COMPLETED_WITH_WARNINGS" if f["known"] else "COMPLETED"})

    def report(self, file_id):
        f = self.state.files.get(file_id)
        if f is None:
            return self.problem(404, "NOT FOUND")
        if self.state.report_plan:
            return self.state.report_plan.pop(0)(self)
        self.state.reports_asked[file_id] = self.state.reports_asked.get(file_id, 0) + 1
        if self.state.reports_asked[file_id] == 1:
            return self.answer(425, {"title": "TOO EARLY", "status": 425, "detail": ""}, Retry_After="7000 ms")
        responses = []
        created = [i for i in f["iupds"] if i not in f["known"]]
        if created:
            responses.append({"statusCode": 201, "statusMessage": "Debt position CREATED", "iupds": created})
        if f["known"]:
            responses.append({"statusCode": 409, "statusMessage": "Debt position IUPD or NAV/IUV already exists for organization code",
                              "iupds": f["known"]})
        self.checked("UploadReportDTO", {"fileId": file_id, "processedItem": len(f["iupds"]), "submittedItem": len(f["iupds"]),
                                         "responses": responses, "startTime": "2026-11-23T08:00:00.000Z", "endTime": "2026-11-23T08:00:05.000Z"})

    def files(self):
        ids = sorted(self.state.files)
        token = self.headers.get("x-continuation-token")
        first = int(token or 0)
        more = first + 2 < len(ids)
        headers = {"x_continuation_token": str(first + 2)} if more else {}
        value = {"fileIds": ids[first:first + 2], "size": len(ids[first:first + 2]), "hasMore": more}
        self.state.wrong += upload.errors("FileIdListResponse", value) or []
        self.answer(200, value, **headers)

    def position(self, iupd, action):
        """GPD v1. A forced "drop" does the work and loses the answer."""
        value = json.loads(self.body() or b"null")
        forced = self.state.single_plan.pop(0) if self.state.single_plan else None
        if callable(forced):
            return forced(self)
        if isinstance(forced, int):
            return self.problem(forced, "forced")
        status, answer = self.do_position(iupd, action, value)
        if forced == "drop":
            self.state.requests.append((self.command, self.path, 0))
            self.close_connection = True
            return self.connection.shutdown(2)
        if status >= 400:
            return self.problem(status, *answer)
        self.answer(status, answer)

    def do_position(self, iupd, action, value):
        """(status, body) or (status, (title, detail))."""
        writes = self.command == "PUT" or (self.command == "POST" and not iupd)
        if writes:
            if "toPublish=true" not in self.path:
                return 400, ("would stay a draft", "")
            errors = single.errors("PaymentPositionModel", value)
            if errors:
                return 400, ("Bad Request", errors[0])
            self.state.validated += errors is not None
        known = self.state.positions.get(iupd or value["iupd"])
        if self.command == "POST" and not iupd:
            if known is not None:
                return 409, ("The debt position violated constraints of uniqueness", "")
            self.state.positions[value["iupd"]] = value
            return 201, value
        if known is None:
            return 404, ("Not found the debt position", "no position with IUPD " + iupd)
        if action == "/invalidate":
            if known.get("status") == "INVALID":
                return 409, ("Existing debt position not in invalidable state", "")
            known["status"] = "INVALID"
        elif self.command == "PUT":
            if value["iupd"] != iupd:
                return 400, ("Bad Request", "iupd differs")
            self.state.positions[iupd] = value
        elif self.command == "DELETE":
            del self.state.positions[iupd]
        return 200, self.state.positions.get(iupd, {})

    def appio(self, kind, code):
        data = self.body()
        if code.startswith("NOBODY"):
            return self.problem(404, "Not Found")
        if kind == "profiles":
            return self.answer(200, {"sender_allowed": not code.startswith("CLOSED"), "preferred_languages": ["it_IT"]})
        if self.appio_plan:
            return self.appio_plan(self)
        message = json.loads(data)
        if not 10 <= len(message["content"]["subject"]) <= 120 or not 80 <= len(message["content"]["markdown"]) <= 10000 or "fiscal_code" in message:
            return self.problem(400, "Bad Request")
        self.state.messages.append((code, message))
        self.answer(201, {"id": "01MSG%05d" % len(self.state.messages)})

    def handle_any(self):
        shown = self.headers.get("Ocp-Apim-Subscription-Key")
        self.state.keys.add(shown)
        if shown is None or self.state.key not in (None, shown):
            self.body()
            return self.answer(401, {"statusCode": 401, "message": "Access denied due to invalid subscription key."})
        path = self.path.split("?")[0]
        found = re.match(r"/gpd-up/brokers/[^/]+/organizations/[^/]+/debtpositions/(file|files)(?:/([^/]+)/(status|report))?$", path)
        if found and found.group(1) == "files":
            return self.files()
        if found and found.group(2):
            return (self.status if found.group(3) == "status" else self.report)(found.group(2))
        if found:
            return self.take_upload()
        found = re.match(r"/gpd/organizations/[^/]+/debtpositions(?:/([^/]+))?(/invalidate)?$", path)
        if found:
            return self.position(found.group(1), found.group(2))
        if re.match(r"/fdr/organizations/[^/]+/fdrs$", path):
            return self.answer(200, {"metadata": {"pageSize": 1000, "pageNumber": 1, "totPage": 1}, "count": 2, "data": [
                {"fdr": "2026-11-22PPAYITR1XXX-S000000001", "pspId": "PPAYITR1XXX", "revision": 1, "published": "2026-11-23T01:00:00Z"},
                {"fdr": "2026-11-22PPAYITR1XXX-S000000002", "pspId": "PPAYITR1XXX", "revision": 3, "published": "2026-11-23T02:00:00Z"}]})
        found = re.match(r"/io/(profiles|messages)/([^/]+)$", path)
        if found:
            return self.appio(*found.groups())
        self.body()
        self.problem(404, "Resource not found")

    do_GET = do_POST = do_PUT = do_DELETE = handle_any


def serve(cert, key):
    """(port, state) of a server on a thread."""
    state = State()
    handler = type("Bound", (Handler,), {"state": state})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1], state
