"""TLS between two threads, by a cipher without certificates; and by buffers in memory."""

import socket
import ssl
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


def context(side):
    made = ssl.SSLContext(side)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("AECDH:@SECLEVEL=0")
    return made


def serve():
    with context(ssl.PROTOCOL_TLS_SERVER).wrap_socket(far, server_side=True) as secure:
        while data := secure.recv(100):
            secure.sendall(data.upper())


near, far = socket.socketpair()
thread = threading.Thread(target=serve)
thread.start()
with context(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(near) as secure:
    for word in (b"hello", b"again"):
        secure.sendall(word)
        print(secure.recv(100))
    print(secure.version(), secure.cipher()[0], type(secure).__name__)
    secure.unwrap().close()
thread.join()

incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
client = context(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(incoming, outgoing)
try:
    client.do_handshake()
except ssl.SSLWantReadError as error:
    print(type(error).__name__, outgoing.pending > 0)
try:
    ssl.create_default_context().wrap_socket(socket.socket())
except ValueError as error:
    print(error)
