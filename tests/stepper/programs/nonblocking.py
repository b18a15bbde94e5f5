"""Non-blocking sockets, time-outs, connect in progress, options; Unix and IPv6 addresses."""

import errno
import select
import socket

server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
try:
    server.accept()
except BlockingIOError as error:
    print(errno.errorcode[error.errno], server.gettimeout(), server.getblocking())
client = socket.socket()
client.setblocking(False)
print(client.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
select.select([], [client], [])
select.select([server], [], [])
connection, _ = server.accept()
client.settimeout(0.01)
try:
    client.recv(1)
except socket.timeout as error:
    print(error)
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
connection.close()
client.settimeout(30)
try:
    client.recv(1)
except ConnectionResetError as error:
    print(errno.errorcode[error.errno])
unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
print(repr(unix.getsockname()), unix.family, unix.type)
try:
    unix.connect("/no/such/socket")
except FileNotFoundError as error:
    print(error)
if socket.has_ipv6:
    print(socket.inet_pton(socket.AF_INET6, "::1")[-1], socket.getaddrinfo("::1", 80)[0][4])
