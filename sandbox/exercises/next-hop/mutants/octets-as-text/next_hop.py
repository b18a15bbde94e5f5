# next_hop.py: to whom is the packet handed?


def next_hop(ip, prefix, gateway, dst):
    """The address that ARP asks for: dst, the gateway, or 'unreachable'."""

    def is_neighbour(address):
        octets = prefix // 8
        return address.split('.')[:octets] == ip.split('.')[:octets]

    if is_neighbour(dst):
        return dst
    if gateway is not None and is_neighbour(gateway):
        return gateway
    return 'unreachable'
