# Tells how the C library reads an address, and tries to connect to it.
import socket

while True:
    address = input()
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(4)
    try:
        print(socket.inet_ntoa(socket.inet_aton(address)))
        sock.connect((address, 3333))
        print('reached', sock.getpeername()[0])
    except OSError as error:
        print(error)
    sock.close()
