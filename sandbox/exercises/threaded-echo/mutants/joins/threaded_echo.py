# threaded_echo.py: echoes lines; /count tells how many there were. A thread for each client.
import socket
import threading
import time

total = 0
counting = threading.Lock()


def count_message():
    """Counts a message; the pause stands for a slow disk."""
    global total
    with counting:
        seen = total
        time.sleep(0.01)
        total = seen + 1


def talk(conn):
    with conn, conn.makefile('rb') as lines:
        for line in lines:
            if line == b'/count\n':
                conn.sendall(b'%d\n' % total)
            else:
                count_message()
                conn.sendall(line)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen(50)

while True:
    conn, peer = listener.accept()
    # A daemon thread does not keep the program alive.
    thread = threading.Thread(target=talk, args=(conn,), daemon=True)
    thread.start()
    thread.join()
