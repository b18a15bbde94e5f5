# Takes one client and answers what it sends.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
print('waiting')

conn, peer = listener.accept()
conn.sendall(conn.recv(100))
conn.close()
listener.close()
