# Takes whoever calls, and hangs up.
import socket

listener = socket.create_server(('0.0.0.0', 3333))
while True:
    conn, caller = listener.accept()
    print('called by', caller[0])
    conn.close()
