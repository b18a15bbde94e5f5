# Connects to a web server, and says from which address.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("www.python.org", 80))
print('connected from', s.getsockname())
s.close()
