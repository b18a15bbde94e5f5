# Waits five seconds at most.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.settimeout(5)
try:
    s.connect(("www.python.org", 80))
except OSError as error:
    print('gave up:', error)
s.close()
