# demux.py: which socket gets the packet?

ADDRESSES = ['10.0.0.2', '10.0.0.22']  # of the machine that these sockets are on


def who(sockets, packet):
    """The index of the socket that gets the packet, or 'RST', 'ICMP' or None."""
    if packet['destination'][0] not in ADDRESSES:
        return None
    fits = [fit(sock, packet) for sock in sockets]
    best = max(fits, default=0)
    if best > 0:
        return fits.index(best)
    return 'RST' if packet['protocol'] == 'tcp' else 'ICMP'


def fit(sock, packet):
    """0: the packet is not for this socket. Else the more exact, the higher."""
    if sock['protocol'] != packet['protocol']:
        return 0
    if sock['peer'] is not None:
        ends = (packet['destination'], packet['source'][0])
        return 3 if (sock['local'], sock['peer'][0]) == ends else 0
    if sock['local'] == packet['destination']:
        return 2
    return 1 if sock['local'] == ('0.0.0.0', packet['destination'][1]) else 0
