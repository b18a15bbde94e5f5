"""A socket is closed by dropping its last name, in a function: the peer sees the stream end."""

import socket


def serve(listener, client):
    connection, _ = listener.accept()
    connection.send(b"x")
    client.recv(1)
    connection = None
    print(client.recv(1), connection)


def fail(client):
    try:
        client.send("text")
    except TypeError:
        lost = socket.socket(fileno=client.detach())
    lost = None
    return lost


def main():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        serve(listener, client)
        server_side = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        fail(accepted)
        print(server_side.recv(1))


main()
