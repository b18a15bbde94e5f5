# Echo server that is stopped after a hundred turns of its loop.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('localhost', 3333))
listener.listen()

conn, peer = listener.accept()

for _ in range(100):
    data = conn.recv(100)
    conn.sendall(data)

conn.close()
