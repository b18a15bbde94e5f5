# Echo client: says line after line and prints what comes back, until /end.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))

while True:
    text = input('msg: ')
    sock.sendall(text.encode())
    data = sock.recv(100)
    print('echo:', data.decode())
    if text == '/end':
        break

sock.close()
