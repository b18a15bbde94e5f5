# Is the other host on this one's network? It has no gateway, so nothing else can be reached.
import errno
import socket
import sys

WHO, OTHER = sys.argv[1:]

with socket.socket(type=socket.SOCK_DGRAM) as udp:
    try:
        udp.connect((OTHER, 9))
        print('connect', OTHER, 'reachable: the kernel asks for its MAC address')
        print('=>', WHO, 'local')
    except OSError as refusal:
        print('connect', OTHER, errno.errorcode[refusal.errno])
        print('=>', WHO, 'gateway')
