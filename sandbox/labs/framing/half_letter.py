# Sends one letter in two segments: one byte, then the other two.
import socket

letter = '가'.encode()
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
sock.sendall(letter[:1])
sock.sendall(letter[1:])
