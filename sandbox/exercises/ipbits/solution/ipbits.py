# ipbits.py: an IPv4 address as text, as one number, and as 32 bits.


def octets_of(text):
    """The four numbers of an address; ValueError for what is none."""
    octets = text.split('.')
    if len(octets) != 4:
        raise ValueError('an address has four octets')
    for octet in octets:
        if not (octet.isascii() and octet.isdigit()):
            raise ValueError('an octet has the digits 0 to 9 alone')
        if octet != str(int(octet)):
            raise ValueError('an octet has no zero in front')
        if int(octet) > 255:
            raise ValueError('an octet ends at 255')
    return [int(octet) for octet in octets]


def ip_to_int(text):
    """'0.0.0.5' becomes 5; ValueError for what is no address."""
    number = 0
    for octet in octets_of(text):
        number = number << 8 | octet
    return number


def int_to_ip(number):
    """5 becomes '0.0.0.5'; ValueError for what does not fit 32 bits."""
    if not 0 <= number < 2**32:
        raise ValueError('an address has 32 bits')
    return '.'.join(str(number >> place & 255) for place in (24, 16, 8, 0))


def ip_to_bits(text):
    """'0.0.0.5' becomes '00000000.00000000.00000000.00000101'."""
    return '.'.join(f'{octet:08b}' for octet in octets_of(text))
