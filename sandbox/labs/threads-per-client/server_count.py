# Echo server that counts the messages of all its clients.
import socket
import threading

total = 0


def talk(conn):
    global total
    while data := conn.recv(100):
        seen = total
        conn.sendall(data)
        total = seen + 1
        print('messages:', total)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()

while True:
    conn, peer = listener.accept()
    threading.Thread(target=talk, args=(conn,)).start()
