# Takes whoever calls, and hangs up.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('', 3333))
server.listen()
while True:
    conn, caller = server.accept()
    print('called by', caller[0])
    conn.close()
