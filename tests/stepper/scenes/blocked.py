import socket
import sys

kind = sys.argv[1]
if kind == "input":
    got = input()
elif kind == "accept":
    listener = socket.socket()
    listener.bind(("127.0.0.1", int(sys.argv[2])))
    listener.listen()
    got = listener.accept()
else:
    pair = socket.socketpair()
    pair[0].send(b"first")
    got = pair[1].recv(5)
    print("ready", flush=True)
    got = pair[1].recv(5)
after = got
