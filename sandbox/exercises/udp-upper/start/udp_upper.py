# udp_upper.py: answers every datagram on port 9999 with the same bytes, letters in upper case.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

# 1. Bind it to port 9999, on every address of this machine.

# 2. For ever: receive a datagram and its sender, send the answer there.
