#!/usr/bin/python3
"""The mail courier against a real SMTP server (aiosmtpd) with TLS and authentication, and what mail programs
read out of our messages."""
import email
import email.policy
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "tests/peers"))
from peers import *

need("openssl")
try:
    import aiosmtpd.controller
    import aiosmtpd.smtp
except ImportError:
    skip_all("python3-aiosmtpd is not installed")
import ssl
import warnings

warnings.simplefilter("ignore")

ca, cert, key = certificates()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)


class Handler:
    def __init__(self):
        self.got = []
        self.connections = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        replies = {
            "unknown": "550 5.1.1 <%s>: Recipient address rejected: User unknown",
            "full": "452 4.2.2 <%s>: mailbox full",
            "greylist": "450 4.2.0 <%s>: Greylisted",
            "policy": "554 5.7.1 <%s>: Relay access denied",
            "disabled": "550 5.2.1 <%s>: mailbox disabled",
            "busy": "451 4.7.1 too many messages, slow down",
        }
        for word, reply in replies.items():
            if address.startswith(word):
                return reply % address if "%s" in reply else reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if b"virus" in envelope.content:
            return "554 5.7.0 Message contains a virus"
        self.got.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content, session.authenticated, session.ssl))
        return "250 2.0.0 queued as %d" % len(self.got)


def authenticate(server, session, envelope, mechanism, data):
    return aiosmtpd.smtp.AuthResult(handled=False, success=data.login == b"ordine" and data.password == b"segreta")


def serve(handler, implicit, **more):
    port = free_port()
    make = lambda: aiosmtpd.smtp.SMTP(handler, authenticator=authenticate, auth_required=True, auth_require_tls=not implicit,
                                      require_starttls=not implicit, tls_context=None if implicit else context, **more)

    class Server(aiosmtpd.controller.Controller):
        def factory(self):
            return make()

    server = Server(handler, hostname="127.0.0.1", port=port, ssl_context=context if implicit else None)
    if implicit:
        # The controller's own first knock does not know our authority.
        knock = ssl.create_default_context(cafile=ca)
        server._trigger_server = lambda: knock.wrap_socket(socket.create_connection(("127.0.0.1", port), 5),
                                                           server_hostname="localhost").recv(100)
    server.start()
    return server, port


handler = Handler()
starttls, port = serve(handler, False)
implicit, implicit_port = serve(handler, True)
secret = write("password", "segreta\n")
base = {"host": "localhost", "port": port, "tls": "starttls", "user": "ordine", "password": "file:" + secret, "from": "ordine@pec.example.it",
        "ca_file": ca, "per_minute": 0, "timeout": 10}


def settings(**more):
    return dict(base, **more)


def mail(name, to, body="Ciao\r\n"):
    return "%s=%s=%s" % (name, write(name, "Subject: prova\r\n\r\n" + body), to)


def states(lines):
    return [(l.get("state") or l.get("kind"), l.get("code")) for l in lines]


code, lines, text = drive("mail", "send", settings(), mail("a.eml", "mario@example.it", "riga\r\n.punto\r\n"))
check(states(lines) == [("done", None)] and "queued as 1" in lines[0]["reference"], "a message goes out with STARTTLS and login", text)
got = handler.got[-1] if handler.got else None
check(got and got[0] == "ordine@pec.example.it" and got[1] == ["mario@example.it"] and got[3] and got[4], "envelope, login and TLS are as asked", got)
check(got and got[2] == b"Subject: prova\r\n\r\nriga\r\n.punto\r\n", "the bytes arrive as they were, dots too", got)
code, lines, text = drive("mail", "send", settings(port=implicit_port, tls="implicit"), mail("a.eml", "mario@example.it"))
check(states(lines) == [("done", None)], "a message goes out with implicit TLS", text)
code, lines, text = drive("mail", "send", settings(), mail("1", "unknown@x.it"), mail("2", "full@x.it"), mail("3", "greylist@x.it"),
                          mail("4", "policy@x.it"), mail("5", "disabled@x.it"), mail("6", "good@x.it"), mail("7", "x@x.it", "virus\r\n"))
check(states(lines) == [("permanent", "MAIL_RECIPIENT_UNKNOWN"), ("transient", "MAIL_MAILBOX_FULL"), ("transient", "MAIL_LATER"),
                        ("permanent", "MAIL_REFUSED"), ("permanent", "MAIL_MAILBOX_DISABLED"), ("done", None), ("permanent", "MAIL_REFUSED")],
      "every refusal is sorted, and the others go out", text)
check("User unknown" in lines[0]["text"], "the server's words are kept", lines[0])
count = len(handler.got)
code, lines, text = drive("mail", "send", settings(), mail("1", "busy@x.it"), mail("2", "good@x.it"))
check(states(lines) == [("transient", "MAIL_LATER")] * 2 and len(handler.got) == count, "told to slow down, the rest of the batch waits", text)
code, lines, text = drive("mail", "send", settings(), mail("1", "a@x.it>\r\nRCPT TO:<b@x.it"), mail("2", "good@x.it"))
check(states(lines) == [("permanent", "MAIL_ADDRESS_INVALID"), ("done", None)], "an address cannot smuggle commands", text)
code, lines, text = drive("mail", "send", settings(most_bytes=1000), mail("1", "a@x.it", "x" * 2000), mail("2", "good@x.it"))
check(states(lines) == [("permanent", "MAIL_TOO_LARGE"), ("done", None)], "a message that is too large does not leave", text)
wrong = write("wrong", "sbagliata\n")
code, lines, text = drive("mail", "send", settings(password="file:" + wrong), mail("1", "a@x.it"), mail("2", "b@x.it"))
check(states(lines) == [("transient", "COURIER_AUTH")] * 2 and "sbagliata" not in text, "a wrong password holds all and is not shown", text)
write("other-ca.pem", open(ca).read())
os.rename(path("other-ca.pem"), path("first-ca.pem"))
for name in ("ca.pem", "ca.key", "cert.pem", "cert.key"):
    os.rename(path(name), path("first-" + name)) if os.path.exists(path(name)) else None
certificates()
code, lines, text = drive("mail", "send", settings(), mail("1", "a@x.it"))
check(states(lines) == [("transient", "COURIER_CERTIFICATE")], "a certificate of another authority is refused", text)
code, lines, text = drive("mail", "send", settings(ca_file=path("first-ca.pem"), host="127.0.0.1"), mail("1", "a@x.it"))
check(states(lines) == [("done", None)], "the right authority is accepted", text)
code, lines, text = drive("mail", "send", settings(tls="none"), mail("1", "a@x.it"))
check(code == 78 and states(lines) == [("held", "COURIER_NO_TLS")], "a password never goes without TLS", text)
plain = aiosmtpd.controller.Controller(handler, hostname="127.0.0.1", port=free_port())
plain.start()
code, lines, text = drive("mail", "send", settings(port=plain.port), mail("1", "a@x.it"))
check(states(lines) == [("transient", "COURIER_NO_TLS")], "a server without STARTTLS gets nothing", text)
code, lines, text = drive("mail", "send", settings(port=free_port()), mail("1", "a@x.it"), mail("2", "b@x.it"))
check(states(lines) == [("transient", "COURIER_UNREACHABLE")] * 2, "no server: all wait", text)
for server in (starttls, implicit, plain):
    server.stop()
finish()
