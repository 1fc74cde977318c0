"""The FdR API for organisations and the receipts of GPD, as a server of the test's own with TLS: flows in pages, the
troubles that a test asks for, and every request checked against pagoPA's own documents where they are at hand."""
import http.server
import json
import os
import re
import ssl
import threading
import urllib.parse

ORGANIZATION = "80000000028"
SHARED = os.environ.get("SHARED", "")


def document(name):
    full = os.path.join(SHARED, "reference", name)
    return json.load(open(full)) if os.path.exists(full) else None


def resolve(doc, schema):
    while "$ref" in schema:
        schema = doc["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def fault(doc, method, path, query):
    """What the document says against a request, or None."""
    for template, item in doc["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) is None or method not in item:
            continue
        known = {p["name"]: p for p in item[method].get("parameters", []) if p["in"] == "query"}
        for name, value in query.items():
            if name not in known:
                return "no parameter " + name
            schema = resolve(doc, known[name]["schema"])
            if schema["type"] == "integer" and not (value.isdigit() and schema.get("minimum", 0) <= int(value) <= schema.get("maximum", 1 << 40)):
                return name + " is " + value
            if schema.get("format") == "date-time" and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value):
                return name + " is " + value
        return None
    return "no such path"


class Service:
    """Flows {(name, revision, psp): [payments]} and receipts {iuv: (instant, xml)} below /fdr and /rt."""

    def __init__(self, cert, key, port=0):
        self.flows, self.receipts = {}, {}
        self.page = 2  # payments a page
        self.list_page = 1000
        self.stuck = False  # the first page, whichever is asked for
        self.requests, self.faults, self.plan = [], [], []  # plan: (regular expression, status or "drop")
        self.documents = {"fdr": document("fdr/fdr_organization.json"), "rt": document("rt/gpd_payments.json")}
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *a):
                pass

            def do_GET(self):
                service.answer(self)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        url = urllib.parse.urlsplit(request.path)
        area, path = url.path[1:].split("/", 1)
        path, query = "/" + path, dict(urllib.parse.parse_qsl(url.query))
        self.requests.append(request.path)
        if self.documents.get(area) is not None:
            wrong = fault(self.documents[area], "get", path, query)
            if wrong:
                self.faults.append((request.path, wrong))
        for i, (pattern, what) in enumerate(self.plan):
            if re.search(pattern, request.path):
                del self.plan[i]
                if what == "drop":
                    request.close_connection = True
                    return request.connection.close()
                return self.send(request, what, {"errorId": "1", "httpStatusCode": what})
        if request.headers.get("Ocp-Apim-Subscription-Key") != "chiave":
            return self.send(request, 401, {"statusCode": 401, "message": "Access denied"})
        self.send(request, *(self.fdr(path, query) if area == "fdr" else self.rt(path, query)))

    def send(self, request, status, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/xml" if isinstance(body, bytes) else "application/json")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def pages(self, rows, page, size):
        total = max(1, -(-len(rows) // size))
        part = rows[(page - 1) * size:page * size]
        return {"metadata": {"pageSize": size, "pageNumber": page, "totPage": total}, "count": len(part), "data": part}

    def fdr(self, path, query):
        parts = [urllib.parse.unquote(p) for p in path.split("/")[1:]]
        if parts[:3] != ["organizations", ORGANIZATION, "fdrs"]:
            return 404, {}
        page = int(query.get("page", 1))
        if len(parts) == 3:
            rows = [{"fdr": name, "pspId": psp, "revision": revision, "published": "2026-11-20T02:30:00Z",
                     "flowDate": "2026-11-20T02:20:22Z"} for name, revision, psp in sorted(self.flows)]
            return 200, self.pages(rows, 1 if self.stuck else page, min(self.list_page, int(query.get("size", 1000))))
        name, revision, psp = parts[3], int(parts[5]), parts[7]
        payments = self.flows.get((name, revision, psp))
        if payments is None:
            return 404, {"appErrorCode": "FDR-3001"}
        if parts[8:] == ["payments"]:
            return 200, self.pages(payments, page, min(self.page, int(query.get("size", 1000))))
        total = round(sum(p["pay"] for p in payments), 2)
        return 200, {"status": "PUBLISHED", "revision": revision, "created": "2026-11-20T02:00:00Z",
                     "updated": "2026-11-20T02:10:00Z", "fdr": name, "fdrDate": "2026-11-20T02:20:22Z",
                     "regulation": "BONIFICO " + name, "regulationDate": "2026-11-19T23:00:00Z", "bicCodePouringBank": "BANPITMMXXX",
                     "sender": {"type": "BIC_CODE", "id": psp, "pspId": psp, "pspName": "Banca di Prova",
                                "pspBrokerId": "80000000002", "channelId": "80000000002_01"},
                     "receiver": {"id": ORGANIZATION, "organizationId": ORGANIZATION, "organizationName": "Ordine"},
                     "published": "2026-11-20T02:30:00Z", "computedTotPayments": len(payments), "computedSumPayments": total,
                     "totPayments": len(payments), "sumPayments": total}

    def rt(self, path, query):
        parts = [urllib.parse.unquote(p) for p in path.split("/")[1:]]
        if len(parts) == 3:
            page, size = int(query.get("pageNum", 0)), min(2, int(query.get("pageSize", 20)))
            rows = [{"organizationFiscalCode": ORGANIZATION, "iuv": iuv, "debtor": "X", "paymentDateTime": at, "status": "PO_PAID"}
                    for iuv, (at, _) in sorted(self.receipts.items())]
            part = rows[page * size:(page + 1) * size]
            return 200, {"currentPageNumber": page, "length": len(part), "totalPages": -(-len(rows) // size), "results": part}
        if parts[3] not in self.receipts:
            return 404, {"title": "Not found", "status": 404}
        return 200, self.receipts[parts[3]][1].encode()


def payments(number, count):
    return [{"index": i + 1, "iuv": "01%015d" % (number * 1000 + i), "iur": "%08x%08x" % (number, i), "idTransfer": 1,
             "pay": 10.5 + i, "payStatus": "EXECUTED", "payDate": "2026-11-18T23:00:00Z"} for i in range(count)]
