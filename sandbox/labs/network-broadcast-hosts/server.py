# Tells who has called.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('', 3333))
server.listen()
while True:
    conn, peer = server.accept()
    print(peer[0])
    conn.close()
