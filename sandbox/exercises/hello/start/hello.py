# hello.py: tells the server who is there, and prints its answer.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('server', 3333))

sock.sendall('hello from somebody\n'.encode())

answer = sock.recv(1024)
print(answer.decode(), end='')
sock.close()
