# One machine with a foot in each network of the plan: does its kernel find every host there?
import errno
import socket
import struct
import sys


def dotted(number):
    return socket.inet_ntoa(struct.pack('!I', number))


def network_of(interface):
    """Its own network and mask, of proc(5): hexadecimal, in the byte order of this machine."""
    with open('/proc/net/route') as table:
        for line in table.readlines()[1:]:
            name, to, via, *more = line.split()
            if name == interface and int(via, 16) == 0:
                return socket.ntohl(int(to, 16)), socket.ntohl(int(more[4], 16))
    return None


def way_to(address):
    """From which of its addresses the kernel would send there; nothing is sent."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        try:
            udp.connect((address, 9))
        except OSError as refusal:
            return errno.errorcode[refusal.errno]
        return udp.getsockname()[0]


for which, wanted in enumerate(sys.argv[1:]):
    name, need = wanted.split()
    network, mask = network_of(f'eth{which}')
    own = dotted(network + 1)
    # Every fourth host and the last one: no network of this plan is smaller.
    hosts = [dotted(network + host) for host in (*range(1, int(need), 4), int(need))]
    wrong = [(host, way_to(host)) for host in hosts if way_to(host) != own]
    for host, way in wrong[:1]:
        # EACCES: it is the broadcast address. ENETUNREACH: it is outside.
        print(f'{name}: host {host} is not found from {own}, but:', way)
    print('=>', name, '-' if wrong else f'{dotted(network)}/{mask.bit_count()}')
