# mask.py: where is the line? So far this holds for 192.168.1.0/24 alone.


def prefix_to_mask(prefix):
    """26 becomes '255.255.255.192'."""
    return '255.255.255.0'


def mask_to_prefix(mask):
    """'255.255.255.192' becomes 26; ValueError for what is no mask."""
    return 24


def network_of(address, mask):
    """The address AND the mask: '192.168.1.70' becomes '192.168.1.64'."""
    return '192.168.1.0'


def same_network(one, other, mask):
    """Whether the two are on one network."""
    return one[:9] == other[:9]


def class_of(address):
    """Before 1993: 'A', 'B', 'C', 'D' or 'E'."""
    return 'C'


def networks_in(name):
    """How many networks class 'A', 'B' or 'C' had."""
    return 256
