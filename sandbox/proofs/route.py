# Which router does the kernel ask for the way?
import errno
import socket
import sys

with socket.socket(type=socket.SOCK_DGRAM) as udp:
    try:
        udp.sendto(b'x', (sys.argv[1], 9))
    except OSError as refusal:
        print('sendto', sys.argv[1], errno.errorcode[refusal.errno])
        print('=> route none')
        sys.exit()

# Before a router can have the packet, its MAC address is asked for: arp(7)
with open('/proc/net/arp') as table:
    for line in table.readlines()[1:]:
        print('asks for', line.split()[0])
        print('=> route', line.split()[0])
