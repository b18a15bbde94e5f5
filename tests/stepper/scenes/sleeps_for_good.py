import signal
import socket

left, right = socket.socketpair()
left.send(b"x")
signal.pause()
print("woken")
