"""socketserver with a thread for each connection; a handler that fails is reported."""

import socket
import socketserver
import sys
import threading


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b"fail\n":
                raise ValueError("asked to fail")
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        kind, error, _ = sys.exc_info()
        print(kind.__name__, error, file=sys.stderr)


def ask(words):
    with socket.create_connection(server.server_address) as client:
        answers = client.makefile("rb")
        for word in words:
            client.sendall(word + b"\n")
            print(answers.readline())
        client.shutdown(socket.SHUT_WR)
        print(answers.read())
        answers.close()


with Server(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    ask([b"one", b"two"])
    ask([b"three", b"fail"])
    ask([])
    server.shutdown()
    thread.join()
print("down", threading.active_count())
