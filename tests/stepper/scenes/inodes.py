import os
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.connect(listener.getsockname())
server, _ = listener.accept()
for sock in (listener, client, server):
    print(os.fstat(sock.fileno()).st_ino)
fd = client.fileno()
for _ in range(2):
    os.close(fd)
    try:
        client.send(b"x")
    except OSError as error:
        print(error.errno)
    os.dup2(os.open("/dev/null", os.O_RDONLY), fd)
    try:
        client.send(b"x")
    except OSError as error:
        print(error.errno)
