import socket
import threading
import traceback

left, right = socket.socketpair()


def work():
    word = right.recv(5)
    right.sendall(word.upper())
    try:
        socket.socket().connect(("127.0.0.1", 1))
    except OSError:
        traceback.print_exc()


thread = threading.Thread(target=work)
thread.start()
left.sendall(b"hello")
print(left.recv(5))
thread.join()
