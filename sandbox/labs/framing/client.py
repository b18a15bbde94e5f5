# Says hi and /end, one right after the other, and reads until the server hangs up.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hi')
sock.sendall(b'/end')
while data := sock.recv(100):
    print('echo:', data)
