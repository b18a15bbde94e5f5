# A network of 64 addresses: as arithmetic has it, as this host's kernel has it, and a word to all.
import ipaddress
import re
import socket

network = ipaddress.ip_network('192.168.1.0/26')
print(network.num_addresses)
print(len(list(network.hosts())))

table = open('/proc/net/fib_trie').read()
for address, kind in sorted(set(re.findall(r'(192[\d.]+)\n +/32 \w+ (LOCAL|BROADCAST)', table))):
    print(kind.lower(), address)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
sock.sendto(b'who is there?', ('192.168.1.63', 9999))
