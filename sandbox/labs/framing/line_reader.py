# Takes lines out of the stream: keeps what came until a newline is there.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

rest = b''
while chunk := conn.recv(1024):
    rest += chunk
    while b'\n' in rest:
        line, rest = rest.split(b'\n', 1)
        print('line:', line.decode())
