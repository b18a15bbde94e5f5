import socket
import sys


def ask(sock, text):
    sock.sendall(text.encode())
    return sock.recv(1024).decode()


with socket.socket() as client:
    client.connect(("127.0.0.1", int(sys.argv[1])))
    print(ask(client, "hello"))
