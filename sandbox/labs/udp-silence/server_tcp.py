# The same port number, in TCP.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 9999))
listener.listen()
conn, peer = listener.accept()
print('received', conn.recv(1024))
