# A UDP socket with a thread of its own, which waits for what comes.
import socket
import threading


class Receiver:
    def __init__(self, ip, port):
        self.ip = ip
        self.port = port
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        address = (self.ip, self.port)
        self.sock.bind(address)
        threading.Thread(target=self.receive).start()

    def receive(self):
        while True:
            data, sender = self.sock.recvfrom(1024)
            print('received', data)

    def close(self):
        self.sock.close()


receiver = Receiver('10.0.0.2', 9999)
input('Enter closes: ')
receiver.close()
print('closed')
