# ipbits.py: an IPv4 address as text, as one number, and as 32 bits.


def ip_to_int(text):
    """'0.0.0.5' becomes 5; ValueError for what is no address."""
    return int(text.split('.')[3])


def int_to_ip(number):
    """5 becomes '0.0.0.5'; ValueError for what does not fit 32 bits."""
    return '0.0.0.' + str(number)


def ip_to_bits(text):
    """'0.0.0.5' becomes '00000000.00000000.00000000.00000101'."""
    return '0.0.0.' + bin(ip_to_int(text))
