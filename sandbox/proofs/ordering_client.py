# Does what the question says, one thing after the other: its own part here, the server's by order.
import fcntl
import socket
import struct
import sys
import termios
import time

# as <net/tcp_states.h> counts them, from 1 on
STATES = (
    '- ESTABLISHED SYN-SENT SYN-RECEIVED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT'
    ' CLOSED CLOSE-WAIT LAST-ACK LISTEN CLOSING'
).split()


def state():
    """Of the connection to port 5000, as proc_net(5) has it."""
    with open('/proc/net/tcp') as table:
        rows = [row.split() for row in table]
    found = [STATES[int(row[3], 16)] for row in rows[1:] if row[2].endswith(':1388')]
    return found[0] if found else 'none'


orders = socket.create_connection(('10.0.0.2', 9000))
orders.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
answers = orders.makefile()


def unacknowledged():
    """Bytes in Send-Q, a FIN counted as one (tcp(7), SIOCOUTQ)."""
    return struct.unpack('i', fcntl.ioctl(end, termios.TIOCOUTQ, bytes(4)))[0]


def server(order):
    """Returns when the server has done it."""
    orders.sendall(order.encode() + b'\n')
    answers.readline()


end = socket.socket()
end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for argument in sys.argv[1:]:
    print(argument)
    side, order, *size = argument.split()
    if side == 'server':
        server(' '.join([order, *size]))
    elif order == 'connect':
        end.setblocking(False)
        end.connect_ex(('10.0.0.2', 5000))
        server('nothing')
        end.setblocking(True)
    elif order == 'send':
        end.sendall(bytes(int(size[0])))
    elif order == 'finish':
        end.shutdown(socket.SHUT_WR)
    elif order == 'close':
        end.close()
    elif order == 'wait':
        # for the ACK of all that was sent
        while unacknowledged() if end.fileno() != -1 else state() in ('FIN-WAIT-1', 'LAST-ACK'):
            time.sleep(0.01)
    elif order == 'state':
        print('=> client', state())
    elif order == 'buffer':
        print('=> send-q', unacknowledged())
    elif order == 'acknowledged':
        # tcpi_bytes_acked of <linux/tcp.h>: the ACK number less the number of the SYN
        info = end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 128)
        print('=> ack', int(size[0]) + struct.unpack_from('Q', info, 120)[0])
