# demux.py: which socket gets the packet?

ADDRESSES = ['10.0.0.2', '10.0.0.22']  # of the machine that these sockets are on


def who(sockets, packet):
    """The index of the socket that gets the packet, or 'RST', 'ICMP' or None."""
    for index, sock in enumerate(sockets):
        if sock['local'] == packet['destination']:
            return index
    return 'RST'
