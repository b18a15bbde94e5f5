# Sends a length in two segments, one byte and three, and then the message.
import socket
import struct

body = '가'.encode()
header = struct.pack('>I', len(body))
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
sock.sendall(header[:1])
sock.sendall(header[1:])
sock.sendall(body)
