# subnet_info.py: what a network is, from any address in it and its prefix length.


def info(cidr):
    """'192.168.1.70/26' becomes a dict: network, broadcast, first, last, hosts, mask."""
    address, prefix = cidr.split('/')
    size = 2 ** (32 - int(prefix))
    mask = 2**32 - size
    network = number(address) & mask
    everybody = network + size - 1
    if size > 2:
        first, last, broadcast = network, everybody - 1, dotted(everybody)
    else:
        first, last, broadcast = network, everybody, None
    return {
        'network': dotted(network),
        'broadcast': broadcast,
        'first': dotted(first),
        'last': dotted(last),
        'hosts': size - 2 if size > 2 else size,
        'mask': dotted(mask),
    }


def number(address):
    """'0.0.1.0' becomes 256."""
    a, b, c, d = (int(octet) for octet in address.split('.'))
    return a << 24 | b << 16 | c << 8 | d


def dotted(value):
    """256 becomes '0.0.1.0'."""
    return '.'.join(str(value >> place & 255) for place in (24, 16, 8, 0))
