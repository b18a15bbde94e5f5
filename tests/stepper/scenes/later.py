import os
import socket
import threading


def talk(sock):
    word = sock.recv(5)
    sock.sendall(word.upper())


def begin(work):
    if work == "thread":
        thread = threading.Thread(target=talk, args=(far,))
        thread.start()
        thread.join()
    elif os.fork() == 0:
        talk(far)
        os._exit(0)


near, far = socket.socketpair()
for work in ("child", "thread"):
    near.sendall(b"hello")
    begin(work)
    print(near.recv(5))
