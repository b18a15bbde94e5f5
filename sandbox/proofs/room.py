# Three networks, each one bit longer than the one before. Which still has a host of this number?
import errno
import socket
import sys

NEED = int(sys.argv[1])
longest = None

for which, prefix in enumerate(sys.argv[2:], 1):
    # the networks are 10.1.0.0, 10.2.0.0 and 10.3.0.0
    host = f'10.{which}.{NEED // 256}.{NEED % 256}'
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        try:
            udp.connect((host, 9))
            print(f'host {NEED} of a /{prefix} is {host}: reachable')
            longest = prefix
        except OSError as refusal:
            # EACCES: it is the broadcast address. ENETUNREACH: it is outside.
            print(f'host {NEED} of a /{prefix} would be {host}:', errno.errorcode[refusal.errno])

print('=> prefix', longest)
