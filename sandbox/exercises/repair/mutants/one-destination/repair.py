# repair.py: five networks, each with a host that cannot reach another.

NETWORKS = {
    'no-gateway': {
        'a': {
            'eth0': '192.168.1.10/26',
            'routes': {'192.168.1.70/32': '192.168.1.1'},
        },
        'a2': {
            'eth0': '192.168.1.20/26',
            'routes': {'default': '192.168.1.1'},
        },
        'r': {
            'eth0': '192.168.1.1/26',
            'eth1': '192.168.1.65/26',
            'forwards': True,
        },
        'b': {
            'eth0': '192.168.1.70/26',
            'routes': {'default': '192.168.1.65'},
        },
    },
    'wide-mask': {
        'a': {
            'eth0': '192.168.1.10/26',
            'routes': {'default': '192.168.1.1'},
        },
        'a2': {
            'eth0': '192.168.1.20/26',
            'routes': {'default': '192.168.1.1'},
        },
        'r': {
            'eth0': '192.168.1.1/26',
            'eth1': '192.168.1.65/26',
            'forwards': True,
        },
        'b': {
            'eth0': '192.168.1.70/26',
            'routes': {'default': '192.168.1.65'},
        },
    },
    'wrong-gateway': {
        'a': {
            'eth0': '192.168.1.10/26',
            'routes': {'default': '192.168.1.1'},
        },
        'a2': {
            'eth0': '192.168.1.20/26',
            'routes': {'default': '192.168.1.1'},
        },
        'r': {
            'eth0': '192.168.1.1/26',
            'eth1': '192.168.1.65/26',
            'forwards': True,
        },
        'b': {
            'eth0': '192.168.1.70/26',
            'routes': {'default': '192.168.1.65'},
        },
    },
    'idle-router': {
        'a': {
            'eth0': '192.168.1.10/26',
            'routes': {'default': '192.168.1.1'},
        },
        'a2': {
            'eth0': '192.168.1.20/26',
            'routes': {'default': '192.168.1.1'},
        },
        'r': {
            'eth0': '192.168.1.1/26',
            'eth1': '192.168.1.65/26',
            'forwards': True,
        },
        'b': {
            'eth0': '192.168.1.70/26',
            'routes': {'default': '192.168.1.65'},
        },
    },
    'two-faults': {
        'a': {
            'eth0': '192.168.1.10/26',
            'routes': {'default': '192.168.1.1'},
        },
        'a2': {
            'eth0': '192.168.1.20/26',
            'routes': {'default': '192.168.1.1'},
        },
        'r': {
            'eth0': '192.168.1.1/26',
            'eth1': '192.168.1.65/26',
            'forwards': True,
        },
        'b': {
            'eth0': '192.168.1.70/26',
            'routes': {'default': '192.168.1.65'},
        },
    },
}


def network(name):
    """The settings of every host in this network."""
    return NETWORKS[name]
