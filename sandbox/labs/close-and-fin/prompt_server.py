# Hangs up as soon as the client has.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()
listener.close()

print(conn.recv(100))
conn.recv(100) or conn.close()
