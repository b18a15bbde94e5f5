"""Server and client in one program: connect() succeeds before accept(), the backlog waits."""

import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 0))
server.listen(1)
client = socket.socket()
client.connect(server.getsockname())
connection, peer = server.accept()
client.sendall(b"hello")
connection.sendall(connection.recv(1024))
print("echoed", client.recv(1024))
client.close()
print("end of stream", connection.recv(1024))
connection.close()
server.close()
