# Says all it has to say, ends its direction, and listens.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hello')
sock.shutdown(socket.SHUT_WR)
print('answer:', sock.recv(100))
sock.close()
