# The seconds that each call may take, then the addresses: it calls one after another.
import socket
import sys

patience, *addresses = sys.argv[1:]
for address in addresses:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(int(patience))
    try:
        sock.connect((address, 3333))
        print(address, 'answers')
    except OSError as error:
        print(address, error)
    sock.close()
