import socket

udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, proto=socket.IPPROTO_UDP)
udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
tcp = socket.socket(2, 1)
tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
left, right = socket.socketpair()
left.send(b"abc")
right.recv(1, socket.MSG_PEEK)
right.shutdown(socket.SHUT_WR)
