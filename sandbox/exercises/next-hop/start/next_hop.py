# next_hop.py: to whom is the packet handed?


def next_hop(ip, prefix, gateway, dst):
    """The address that ARP asks for: dst, the gateway, or 'unreachable'."""
    return gateway
