# A word to all, without asking for it.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'who is there?', ('192.168.1.63', 9999))
