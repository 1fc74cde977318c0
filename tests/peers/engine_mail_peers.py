"""What the tests of the engine with a real SMTP server (aiosmtpd, TLS, a password) share."""
import os
import ssl
import warnings

from engine_peers import *

try:
    import aiosmtpd.controller
    import aiosmtpd.smtp
except ImportError:
    skip_all("python3-aiosmtpd is not installed")
warnings.simplefilter("ignore")
ca, cert, key = certificates()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)


class Handler:
    got = []
    password = b"segreta"

    async def handle_RCPT(self, server, session, envelope, address, options):
        replies = {"unknown": "550 5.1.1 User unknown", "full": "452 4.2.2 mailbox full"}
        for word, reply in replies.items():
            if address.startswith(word):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append((list(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 queued as %d" % len(self.got)


def authenticate(server, session, envelope, mechanism, data):
    return aiosmtpd.smtp.AuthResult(handled=False, success=data.password == Handler.password)


class Server(aiosmtpd.controller.Controller):
    def factory(self):
        return aiosmtpd.smtp.SMTP(self.handler, authenticator=authenticate, auth_required=True, auth_require_tls=True,
                                  require_starttls=True, tls_context=context)


PORT = free_port()
handler = Handler()


def serve():
    server = Server(handler, hostname="127.0.0.1", port=PORT)
    server.start()
    return server


write("password", "segreta\n")
COURIER = """{ name = "posta"; kind = "mail"; host = "localhost"; port = %d; tls = "starttls"; user = "ordine";
 password = "file:%s"; from = "ordine@example.it"; ca_file = "%s"; per_minute = 0; timeout = 10; }""" % (
    PORT, path("password"), ca)
OUTLET = '{ kind = "mail"; couriers = [ "posta" ]; }'
