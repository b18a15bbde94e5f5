"""UDP: boundaries are kept, a short buffer cuts, an empty datagram is one."""

import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 0))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in (b"one", b"", b"a long one"):
    print(sender.sendto(text, receiver.getsockname()))
print(receiver.recvfrom(100)[0], receiver.recv(100))
buffer = bytearray(4)
print(receiver.recvfrom_into(buffer)[0], buffer)
sender.connect(receiver.getsockname())
sender.sendmsg([b"in ", b"parts"])
print(receiver.recvmsg(100)[0])
for sock in (sender, receiver):
    sock.close()
