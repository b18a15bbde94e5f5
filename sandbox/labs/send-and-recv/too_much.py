# Offers more than a small send buffer holds, first without waiting, then ready to wait.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.connect(('10.0.0.2', 3333))
sock.setblocking(False)
print('took', sock.send(bytes(100_000)), 'of 100000')
sock.setblocking(True)
sock.send(bytes(100_000))
