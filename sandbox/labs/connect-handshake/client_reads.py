# Connects, and waits for what the server says.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("www.python.org", 80))
print('connected')
data = s.recv(100)
print('received', data)
s.close()
