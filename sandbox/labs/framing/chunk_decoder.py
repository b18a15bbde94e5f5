# Decodes each piece as it comes, and at the end all of it.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

whole = b''
while chunk := conn.recv(1024):
    whole += chunk
    print('piece:', chunk.decode())
print('whole:', whole.decode())
