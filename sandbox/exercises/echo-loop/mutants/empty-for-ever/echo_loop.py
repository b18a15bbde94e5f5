import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()

while True:
    conn, peer = listener.accept()
    while True:
        data = conn.recv(1024)
        print('received:', data.decode())
        conn.sendall(data)
        if data.decode() == '/end':
            break
    conn.close()
