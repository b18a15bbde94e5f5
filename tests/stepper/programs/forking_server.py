"""socketserver with a child for each connection."""

import os
import socket
import socketserver
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns, with the process id
first = os.getpid()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(100)
        self.request.sendall(b"%s %d" % (data.upper(), os.getpid() == first))


def ask():
    for word in (b"one", b"two", b"three"):
        with socket.create_connection(server.server_address) as client:
            client.sendall(word)
            print(client.recv(100), client.recv(100))
    server.shutdown()


with socketserver.ForkingTCPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=ask)
    thread.start()
    server.serve_forever(poll_interval=0.01)
    thread.join()
print("down", os.getpid() == first)
