# What does the kernel make of the address that this host has?
import errno
import fcntl
import socket
import struct
import sys

SIOCGIFNETMASK = 0x891B  # <linux/sockios.h>


def dotted(number):
    return socket.inet_ntoa(struct.pack('!I', number))


def number(address):
    return struct.unpack('!I', socket.inet_aton(address))[0]


def route_of(interface):
    # proc(5): destination and mask are hexadecimal, in the byte order of this machine
    with open('/proc/net/route') as table:
        for line in table.readlines()[1:]:
            name, to, via, *more = line.split()
            if name == interface and int(via, 16) == 0:
                return socket.ntohl(int(to, 16)), socket.ntohl(int(more[4], 16))
    return None


def mask_of(interface):
    with socket.socket(type=socket.SOCK_DGRAM) as asking:
        answer = fcntl.ioctl(asking, SIOCGIFNETMASK, struct.pack('256s', interface.encode()))
    return socket.inet_ntoa(answer[20:24])


def connect(address):
    # connect() of a UDP socket sends nothing: the kernel looks for a route, and says what it found
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        try:
            udp.connect((address, 9))
        except OSError as refusal:
            return errno.errorcode[refusal.errno]
        return 'reachable'


print('=> mask', mask_of('eth0'))
route = route_of('eth0')
if route is not None:
    network, mask = route
    broadcast = network | (0xFFFFFFFF ^ mask)
    print('=> network', dotted(network))
    if broadcast - network > 2:
        found = [dotted(broadcast), dotted(broadcast - 1), dotted(network + 1)]
        told = [connect(address) for address in found]
        for address, what in zip(found, told):
            print('connect', address, what)
        if told == ['EACCES', 'reachable', 'reachable']:
            print('=> broadcast', found[0])
            print('=> last', found[1])
            print('=> first', found[2])
for address in sys.argv[1:]:
    print('connect', address, connect(address))
