# Two masks: one with its ones in front, one with a hole.
import ipaddress
import socket

for mask in ('255.255.255.192', '255.0.255.0'):
    print(''.join(f'{octet:08b}' for octet in socket.inet_aton(mask)))
    host = ipaddress.IPv4Interface(f'192.168.1.10/{mask}')
    print(host, 'on', host.network)
