# What this host's kernel keeps of its own network.
import re
import socket

table = open('/proc/net/fib_trie').read()
print(socket.gethostname())
for address, kind in sorted(set(re.findall(r'(192[\d.]+)\n +/32 \w+ (LOCAL|BROADCAST)', table))):
    print(kind.lower(), address)
