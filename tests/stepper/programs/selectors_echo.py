"""An echo server by selectors, its clients in the same program, all non-blocking."""

import selectors
import socket

chooser = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
ended = []


def accept(listener):
    connection, _ = listener.accept()
    connection.setblocking(False)
    chooser.register(connection, selectors.EVENT_READ, echo)


def echo(connection):
    data = connection.recv(100)
    if data:
        connection.sendall(data[::-1])
    else:
        chooser.unregister(connection)
        connection.close()
        ended.append(connection)


chooser.register(server, selectors.EVENT_READ, accept)
clients = [socket.create_connection(server.getsockname()) for _ in range(3)]
for number, client in enumerate(clients):
    client.sendall(b"abc%d" % number)
    client.shutdown(socket.SHUT_WR)
while len(ended) < len(clients):
    for key, _ in chooser.select(0.2):
        key.data(key.fileobj)
for client in clients:
    print(client.recv(100), client.recv(100))
    client.close()
print(len(chooser.get_map()))
chooser.close()
server.close()
