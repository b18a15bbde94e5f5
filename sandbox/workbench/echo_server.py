# Echo server: sends back whatever a client says, one client after the other.
import socket
import sys

PORT = int(sys.argv[1])

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', PORT))
listener.listen()
print('waiting on port', PORT)

while True:
    conn, peer = listener.accept()
    print('accepted', peer)
    while True:
        data = conn.recv(1024)
        if not data:
            break
        conn.sendall(data)
    conn.close()
    print('closed', peer)
