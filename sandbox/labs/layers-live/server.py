# Prints what arrives on port 3333 and answers with three bytes.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

print('got', conn.recv(100))
conn.sendall(b'ok!')
conn.close()
