# Says two words and hangs up.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('192.168.0.28', 8888))
sock.send('abc'.encode())
sock.send('exit'.encode())
sock.close()
