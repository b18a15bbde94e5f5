# Connects to the greeter and prints what it says.
import socket

print('calling')
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
print('connected')

greeting = sock.recv(100)
print(greeting.decode(), end='')
sock.close()
