# The client's own address as one number, then an address from the keyboard.
import socket

print(int.from_bytes(socket.inet_aton('10.0.0.1')))
address = input()
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((address, 3333))
print('reached', sock.getpeername()[0])
sock.close()
