# Sends a message with its length in front: four bytes, the most significant one first.
import socket
import struct
import sys

body = sys.argv[1].encode()
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(struct.pack('>I', len(body)) + body)
sock.close()
