# mask.py: where is the line?

ALL_ONES = 0xFFFFFFFF
FIRST_BITS = {'A': '0', 'B': '10', 'C': '110', 'D': '1110', 'E': '1111'}
OCTETS = {'A': 1, 'B': 2, 'C': 3}  # of the network


def number(address):
    """'192.168.1.10' as the 32-bit number that it is."""
    value = 0
    for octet in address.split('.'):
        value = value * 256 + int(octet)
    return value


def dotted(value):
    """A 32-bit number as four octets."""
    return '.'.join(str(value >> behind & 255) for behind in (24, 16, 8, 0))


def prefix_to_mask(prefix):
    """26 becomes '255.255.255.192'."""
    return dotted(ALL_ONES << (32 - prefix) & ALL_ONES)


def mask_to_prefix(mask):
    """'255.255.255.192' becomes 26; ValueError for what is no mask."""
    ones = bin(number(mask)).count('1')
    if prefix_to_mask(ones) != mask:
        raise ValueError(f'{mask} has its ones in more than one block')
    return ones


def network_of(address, mask):
    """The address AND the mask: '192.168.1.70' becomes '192.168.1.64'."""
    pairs = zip(address.split('.'), mask.split('.'))
    return '.'.join('0' if part == '0' else octet for octet, part in pairs)


def same_network(one, other, mask):
    """Whether the two are on one network."""
    return network_of(one, mask) == network_of(other, mask)


def class_of(address):
    """Before 1993: 'A', 'B', 'C', 'D' or 'E'."""
    bits = f'{number(address):032b}'
    return next(name for name, first in FIRST_BITS.items() if bits.startswith(first))


def networks_in(name):
    """How many networks class 'A', 'B' or 'C' had."""
    return 2 ** (8 * OCTETS[name] - len(FIRST_BITS[name]))
