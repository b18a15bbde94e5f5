# Postbox: reads datagrams on port 9999 and answers each sender in upper case.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
recv_address = ('0.0.0.0', 9999)
sock.bind(recv_address)

while True:
    data, sender = sock.recvfrom(1024)
    print('received', data)
    sock.sendto(data.upper(), sender)
