# Reads a length and then so many bytes. It trusts recv() and whoever sent the length.
import socket
import struct

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

header = conn.recv(4)
(length,) = struct.unpack('>I', header)
print('length:', length)
body = conn.recv(length)
print('body:', body)
