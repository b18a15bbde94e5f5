import socket
import threading


def work(sock):
    word = sock.recv(5)
    sock.sendall(word.upper())


near, far = socket.socketpair()
thread = threading.Thread(target=work, args=(far,), name="worker")
thread.start()
near.sendall(b"hello")
print(near.recv(5))
thread.join()
print("joined")
