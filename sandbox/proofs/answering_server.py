# Answers every request at once: over each connection that comes, or to each datagram.
import socket
import sys

PROTOCOL, REQUESTS, CONNECTIONS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

if PROTOCOL == 'udp':
    udp = socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(('10.0.0.2', 5000))
    for _ in range(REQUESTS):
        request, sender = udp.recvfrom(100)
        udp.sendto(request, sender)
else:
    listener = socket.create_server(('10.0.0.2', 5000))
    for _ in range(CONNECTIONS):
        connection, _ = listener.accept()
        for _ in range(REQUESTS // CONNECTIONS):
            connection.sendall(connection.recv(100))
