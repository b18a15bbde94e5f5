"""from socket import *, a subclass, and a server made by the library."""

from socket import *


class Named(socket):
    def __init__(self, name, *arguments):
        super().__init__(*arguments)
        self.name = name


listener = create_server(("127.0.0.1", 0))
caller = Named("caller", AF_INET, SOCK_STREAM)
caller.connect(listener.getsockname())
called, _ = listener.accept()
called.send(b"x")
print(caller.name, caller.recv(1), type(called) is socket, isinstance(caller, socket))
caller.shutdown(SHUT_RDWR)
for each in (caller, called, listener):
    each.close()
    print(each)
