# Echo server that takes what recv() gives for a message, until the message is /end.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

while data := conn.recv(100):
    text = data.decode()
    print('received:', text)
    conn.sendall(data)
    if text == '/end':
        break

conn.close()
print('server ends')
