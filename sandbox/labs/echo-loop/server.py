# Echo server: one client, message after message, until /end.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('localhost', 3333))
listener.listen()

conn, peer = listener.accept()
print('client', peer)

while True:
    data = conn.recv(100)
    text = data.decode()
    print('received:', text)
    conn.sendall(text.encode())
    if text == '/end':
        break

listener.close()
print('server ends')
