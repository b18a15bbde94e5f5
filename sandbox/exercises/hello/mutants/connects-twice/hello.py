# hello.py: tells the server who is there, and prints its answer.
import socket

with socket.create_connection(('server', 3333)) as first:
    first.sendall('hello from Ada\n'.encode())

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('server', 3333))

sock.sendall('hello from Ada\n'.encode())

answer = sock.recv(1024)
print(answer.decode(), end='')
sock.close()
