# next_hop.py: to whom is the packet handed?


def number(address):
    """'192.168.1.10' as the 32-bit number that it is."""
    value = 0
    for octet in address.split('.'):
        value = value * 256 + int(octet)
    return value


def next_hop(ip, prefix, gateway, dst):
    """The address that ARP asks for: dst, the gateway, or 'unreachable'."""

    def is_neighbour(address):
        return number(address) >> (32 - prefix) == number(ip) >> (32 - prefix)

    size = 1 << (32 - prefix)
    broadcast = number(ip) // size * size + size - 1
    if is_neighbour(dst) and number(dst) != broadcast:
        return dst
    if gateway is not None and is_neighbour(gateway):
        return gateway
    return 'unreachable'
