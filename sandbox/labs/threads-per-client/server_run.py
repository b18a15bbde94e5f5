# The same server, which calls run() where start() belongs.
import socket
import threading
import time

HOST = '0.0.0.0'  # every address of this machine
PORT = 3333


def talk(conn):
    while True:
        data = conn.recv(100)
        text = data.decode()
        print('received:', text)
        conn.sendall(text.encode())
        if text == '/end':
            break


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen()
    print('waiting on port', PORT)

    while True:
        conn, peer = listener.accept()
        threading.Thread(target=talk, args=(conn,)).run()
        print('client', peer)

    time.sleep(5)
    print('server ends')
    listener.close()


main()
