# Before 1993: the first bits of an address said where its line is.
import socket

FIRST_BITS = {'A': '0', 'B': '10', 'C': '110', 'D': '1110', 'E': '1111'}
MASKS = {'A': '255.0.0.0', 'B': '255.255.0.0', 'C': '255.255.255.0'}


def class_of(first):
    bits = f'{first:08b}'
    return next(name for name in FIRST_BITS if bits.startswith(FIRST_BITS[name]))


address = input()
name = class_of(socket.inet_aton(address)[0])
print(name, MASKS.get(name))

for name, mask in MASKS.items():
    firsts = sum(class_of(first) == name for first in range(256))
    octets = mask.split('.').count('255')
    networks = firsts * 256 ** (octets - 1)
    print(f'{name}: {networks:,} networks, {256 ** (4 - octets) - 2:,} hosts in each')
