# echo_once.py: one client on port 3333 gets back exactly the bytes that it sent.
import socket

HOST = '0.0.0.0'  # every address of this machine
PORT = 3333

# 1. Create a listening socket: socket, bind, listen.

# 2. Wait for one client: accept.

# 3. Receive what it sends and send the same bytes back.

# 4. Close both sockets.
