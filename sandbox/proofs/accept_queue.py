# listen, callers, accept, more callers: who is connected?
import socket
import struct
import sys

BACKLOG, FIRST, ACCEPTS, MORE = map(int, sys.argv[1:])
ESTABLISHED, SYN_SENT = 1, 2  # <net/tcp_states.h>


def info(tcp):
    return tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 32)


def call(count):
    for _ in range(count):
        caller = socket.socket()
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
        callers.append(caller)


callers, accepted = [], []
listener = socket.socket()
listener.bind(('127.0.0.1', 5000))
listener.listen(BACKLOG)
call(FIRST)
for _ in range(ACCEPTS):
    accepted.append(listener.accept()[0])
call(MORE)

states = [info(caller)[0] for caller in callers]
print('=> established', states.count(ESTABLISHED))
# <linux/tcp.h>: of a listener, tcpi_unacked is the length of its queue
print('=> queued', struct.unpack_from('I', info(listener), 24)[0])
print('=> syn-sent', states.count(SYN_SENT))
