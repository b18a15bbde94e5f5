# Opens the sockets of the question on this host, sends the packet, and sees which of them got it.
import socket
import sys

PACKET, SOURCE, TARGET, *ROWS = sys.argv[1:]


def end(text):
    address, port = text.rsplit(':', 1)
    return address, int(port)


def tcp_socket(address):
    tcp = socket.socket()
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    tcp.bind(address)
    return tcp


def connection(local, peer):
    """A connection whose listener is closed again, and its other end."""
    with tcp_socket(end(local)) as listener:
        listener.listen()
        far = tcp_socket(end(peer))
        far.connect(end(local))
        return listener.accept()[0], far


def udp_socket(local, peer):
    udp = socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(end(local))
    if peer != '*':
        udp.connect(end(peer))
    return udp


rows = [row.split() for row in ROWS]
near, far = {}, {}
for fd, protocol, state, local, peer in rows:
    if protocol == 'tcp' and state == 'ESTABLISHED':
        near[fd], far[end(peer)] = connection(local, peer)
for fd, protocol, state, local, peer in rows:
    if protocol == 'udp':
        near[fd] = udp_socket(local, peer)
    elif state == 'LISTEN':
        near[fd] = tcp_socket(end(local))
        near[fd].listen()

try:
    if PACKET == 'udp':
        udp_socket(SOURCE, '*').sendto(b'x', end(TARGET))
    elif PACKET == 'tcp':
        far[end(SOURCE)].send(b'x')
    else:
        tcp_socket(end(SOURCE)).connect(end(TARGET))
except ConnectionRefusedError:
    print('refused: RST')

receiver = 'none'
for fd, _, state, *_ in rows:
    near[fd].setblocking(False)
    try:
        if state == 'LISTEN':
            near[fd].accept()
        else:
            near[fd].recv(10)
        receiver = fd
    except BlockingIOError:
        pass
print('=> receiver', receiver)
