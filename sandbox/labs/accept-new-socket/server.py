# Listens with room for a few, and takes callers out of the queue one by one.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen(2)

taken = []
while True:
    conn, peer = listener.accept()
    print('took', peer[0], 'as descriptor', conn.fileno())
    taken.append(conn)
