# Reads an address and tries to connect to it.
import socket

while True:
    address = input()
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(4)
    try:
        sock.connect((address, 3333))
        print('reached', address)
    except OSError as error:
        print(error)
    sock.close()
