import socket

sock = socket.create_connection(('server', 3333))
sock.sendall(b'hallo\n')
sock.close()
