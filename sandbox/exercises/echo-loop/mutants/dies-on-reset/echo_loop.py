# echo_loop.py: echoes on port 3333 until a client leaves or says /end; then comes the next client.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()

while True:
    conn, peer = listener.accept()
    while data := conn.recv(1024):
        conn.sendall(data)
        if data == b'/end':
            break
    conn.close()
