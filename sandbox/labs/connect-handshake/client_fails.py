# Calls three addresses where nothing answers as it should.
import socket


def call(address):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        s.connect(address)
    except OSError as error:
        print(address, error)
    s.close()


call(('10.0.0.2', 81))
call(('10.0.0.99', 80))
call(('192.0.2.1', 80))
