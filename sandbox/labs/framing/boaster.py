# Announces 4 GB, sends five bytes, and waits for the answer.
import socket
import struct

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(struct.pack('>I', 4_294_967_295) + b'hello')
print(sock.recv(100))
