"""Mistakes with arguments: the texts of the errors are the library's own."""

import socket
import traceback

sock = socket.socket()
MISTAKES = [
    lambda: sock.bind("127.0.0.1", 5000),
    lambda: sock.bind("127.0.0.1"),
    lambda: sock.bind(("127.0.0.1", "5000")),
    lambda: sock.bind(("127.0.0.1", 99999)),
    lambda: sock.send("text"),
    lambda: sock.recv(),
    lambda: sock.recv(-1),
    lambda: sock.connect(address=("127.0.0.1", 1)),
    lambda: sock.listen("many"),
    lambda: sock.accept(1),
    lambda: sock.setsockopt(1),
    lambda: sock.settimeout(-1),
    lambda: socket.socket("AF_INET"),
    lambda: socket.socket(socket.AF_INET, 77),
    lambda: socket.socket(famly=1),
    lambda: socket.socket.bind(5, ("", 1)),
    lambda: socket.socket.send(),
]
for number, mistake in enumerate(MISTAKES):
    try:
        print(number, mistake())
    except Exception:
        traceback.print_exc()
