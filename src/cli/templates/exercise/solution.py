import socket

sock = socket.create_connection(('server', 3333))
sock.sendall(b'hello\n')
sock.close()
