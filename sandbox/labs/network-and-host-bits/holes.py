# Two masks: one with its ones in front, one with a hole.
import ipaddress

for mask in ('255.255.255.192', '255.0.255.0'):
    host = ipaddress.IPv4Interface(f'192.168.1.10/{mask}')
    print(host, 'on', host.network)
