# The server's end of the connection. What it does the client orders over a second connection.
import fcntl
import socket
import struct
import termios
import time

# as <net/tcp_states.h> counts them, from 1 on
STATES = (
    '- ESTABLISHED SYN-SENT SYN-RECEIVED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT'
    ' CLOSED CLOSE-WAIT LAST-ACK LISTEN CLOSING'
).split()


def state():
    """Of the connection on port 5000, as proc_net(5) has it."""
    with open('/proc/net/tcp') as table:
        rows = [row.split() for row in table]
    local = [(row[1].split(':')[1], int(row[3], 16)) for row in rows[1:]]
    found = [
        STATES[number] for port, number in local if port == '1388' and STATES[number] != 'LISTEN'
    ]
    return found[0] if found else 'none'


listener = socket.create_server(('10.0.0.2', 5000))
with socket.create_server(('10.0.0.2', 9000)) as second:
    orders, _ = second.accept()
got = 0

for line in orders.makefile():
    order, *size = line.split()
    if order == 'accept':
        end, _ = listener.accept()
    elif order == 'recv':
        got = len(end.recv(int(size[0])))
        print('recv', size[0], 'gave', got)
    elif order == 'close':
        end.close()
    elif order == 'wait':
        # for the ACK of its FIN
        while state() in ('FIN-WAIT-1', 'LAST-ACK'):
            time.sleep(0.01)
    elif order == 'state':
        print('=> server', state())
    elif order == 'buffer':
        print('=> got', got)
        print('=> recv-q', *struct.unpack('i', fcntl.ioctl(end, termios.FIONREAD, bytes(4))))
    orders.sendall(b'done\n')
