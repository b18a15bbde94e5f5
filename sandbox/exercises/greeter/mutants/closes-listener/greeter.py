# greeter.py: tells every caller on port 3333 who it is, one after another, for ever.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()

while True:
    conn, (ip, port) = listener.accept()
    try:
        conn.sendall(f'you are {ip}:{port}\n'.encode())
    except ConnectionError:
        pass  # this caller has gone already; the next one is waiting
    listener.close()
    conn.close()
    listener.accept()
