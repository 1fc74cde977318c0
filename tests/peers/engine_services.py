"""What the tests of the engine with services over HTTPS (the Node, App IO) share: the mock that serves them, and couriers."""
import os

import node_mock
from engine_peers import *

need("openssl")
ca, cert, key = certificates()
port, state = node_mock.serve(cert, key)
write("key", "chiave-di-prova\n")
for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[name]


def service(name, kind, path_there, timeout=30):
    return """{ name = "%s"; kind = "%s"; base = "https://localhost:%d/%s"; key = "file:%s"; broker = "15376371009";
 organization = "80000000028"; ca_file = "%s"; timeout = %d; }""" % (
        name, kind, port, path_there, path("key"), ca, timeout)
