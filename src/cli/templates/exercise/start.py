import socket

sock = socket.create_connection(('server', 3333))
# Send hello and a newline.
sock.close()
