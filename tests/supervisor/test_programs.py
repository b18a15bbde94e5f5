"""Programs in their hosts: their end, their terminal, what they sleep in, and how to stop them."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from box_client import PAIR, SOLO, Box

PROMPT = b"ready$ "


class Ends(unittest.TestCase):
    def test_an_exit_code_is_mirrored(self):
        with Box(SOLO) as box:
            self.assertEqual(box.run("pc", "raise SystemExit(7)")[0], 7)

    def test_death_by_a_signal_is_mirrored_as_that_signal(self):
        with Box(SOLO) as box:
            for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGINT):
                program = "import os, signal; signal.signal(%d, 0) if %d != 9 else 0;" % (
                    number,
                    number,
                )
                code, _ = box.run("pc", program + "os.kill(os.getpid(), %d)" % number)
                self.assertEqual(code, -number)

    def test_a_program_that_cannot_start_says_so_in_one_line(self):
        with Box(SOLO) as box:
            code, output = box.run("pc", ["no-such-program"])
            self.assertEqual(code, 126)
            self.assertEqual(len(output.strip().splitlines()), 1)
            self.assertIn("no-such-program", output)

    def test_a_host_that_is_not_there_is_one_line_too(self):
        with Box(SOLO) as box:
            box.pids["gone"] = 2**22
            code, output = box.run("gone", ["true"])
            self.assertEqual(code, 126)
            self.assertEqual(len(output.strip().splitlines()), 1)

    def test_files_are_the_learners_own(self):
        with Box(SOLO, files=[("pc", "a.py", "print('한글')\n")]) as box:
            self.assertEqual(box.run("pc", ["python3", "a.py"]), (0, "한글\n"))
            code, _ = box.run("pc", "open('a.py', 'a').write('x'); open('b', 'w')")
            self.assertEqual(code, 0)

    def test_hosts_know_each_other_by_name(self):
        hosts = [dict(PAIR[0]), dict(PAIR[1], names=["shop.example"])]
        with Box(hosts) as box:
            code, output = box.run(
                "client",
                "import socket; print([socket.gethostbyname(n) for n in"
                " ('localhost', 'client', 'server', 'shop.example', socket.gethostname())])",
            )
            wanted = ["127.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.1"]
            self.assertEqual((code, output), (0, "%r\n" % wanted))

    def test_hanging_up_takes_the_program_along(self):
        with Box(SOLO) as box:
            program = (
                "import signal, time; signal.signal(1, signal.SIG_IGN); print('up'); time.sleep(99)"
            )
            helper = box.start("pc", program)
            helper.stdout.readline()
            helper.send_signal(signal.SIGHUP)
            self.assertEqual(helper.wait(5), -signal.SIGKILL)

    def test_stop_kills_every_process_of_a_program_and_no_other(self):
        with Box(SOLO) as box:
            tree = (
                "import os, time\nfor _ in range(3): os.fork()\n"
                "if os.getsid(0) != os.getpid(): os.setsid()\n"
                "print('x', flush=True); time.sleep(99)"
            )
            doomed = box.start("pc", tree, "doomed")
            other = box.start("pc", "print('x'); input()", "other")
            for _ in range(8):
                doomed.stdout.readline()
            other.stdout.readline()
            self.assertIsNone(box.command("stop", program="doomed")["error"])
            self.assertEqual(doomed.wait(5), -signal.SIGKILL)
            self.assertEqual(doomed.stdout.read(), b"")  # nobody holds the pipe any more
            self.assertIsNone(other.poll())
            self.assertEqual(other.communicate(b"\n")[0], b"")

    def test_a_name_can_be_used_again_after_its_program_ended(self):
        with Box(SOLO) as box:
            for _ in range(2):
                helper = box.start("pc", "import time; print(1); time.sleep(99)", "again")
                helper.stdout.readline()
                box.command("stop", program="again")
                self.assertEqual(helper.wait(5), -signal.SIGKILL)


class Sleeps(unittest.TestCase):
    def assert_blocked(self, program, syscall, fd, hosts=SOLO, where="pc"):
        with Box(hosts) as box:
            box.start(where, program, "program")
            event = box.wait_event("blocked", syscall=syscall)
            self.assertEqual((event["fd"], event["program"]), (fd, "program"))

    def test_accept_is_told_with_its_descriptor(self):
        self.assert_blocked(
            "import socket; s = socket.create_server(('', 3333)); s.accept()", "accept4", 3
        )

    def test_reading_the_terminal_is_told(self):
        self.assert_blocked("input()", "read", 0)

    def test_sleep_is_told_without_descriptor(self):
        self.assert_blocked("import time; time.sleep(99)", "clock_nanosleep", None)

    def test_connect_that_nobody_answers_is_told(self):
        self.assert_blocked(
            "import socket; socket.socket().connect(('10.0.0.99', 1))", "connect", 3, PAIR, "client"
        )

    def test_a_send_that_the_peer_does_not_take_is_told(self):
        program = (
            "import socket; s = socket.create_server(('', 1));"
            "c = socket.create_connection(('127.0.0.1', 1)); c.sendall(bytes(1 << 24))"
        )
        self.assert_blocked(program, "sendto", 4)

    def test_a_wait_for_many_is_told_by_its_name(self):
        begin = "import select, socket, threading; a, b = socket.socketpair();"
        for program, syscall in (
            ("select.select([a], [], [])", "pselect6"),
            ("p = select.poll(); p.register(a, select.POLLIN); p.poll()", "poll"),
            ("p = select.epoll(); p.register(a, select.EPOLLIN); p.poll()", "epoll_wait"),
            ("threading.Lock(); l = threading.Lock(); l.acquire(); l.acquire()", "futex"),
        ):
            self.assert_blocked(begin + program, syscall, None)

    def test_of_a_program_that_is_not_stepped_the_main_thread_is_told(self):
        program = "import threading as t, time; t.Thread(target=time.sleep, args=(99,)).start();"
        with Box(SOLO) as box:
            box.start("pc", program + "input()", "program")
            box.wait_event("blocked", syscall="read", fd=0)
            box.run("pc", "import time; time.sleep(0.7)")
            self.assertEqual({each["syscall"] for each in box.events("blocked")}, {"read"})

    def test_waking_up_is_told_and_a_busy_program_is_not_blocked(self):
        program = "input()\nwhile True: pass"
        with Box(SOLO) as box:
            helper = box.start("pc", program, "busy")
            box.wait_event("blocked", syscall="read")
            seen = len(box.lines)
            helper.stdin.write(b"\n")
            helper.stdin.flush()
            event = box.wait_event("blocked", after=seen)
            self.assertEqual((event["syscall"], event["fd"]), (None, None))

    def test_a_sleep_is_told_once(self):
        with Box(SOLO) as box:
            box.start("pc", "import time; time.sleep(99)", "sleeper")
            box.wait_event("blocked", syscall="clock_nanosleep")
            box.run("pc", "import time; time.sleep(0.7)")
            self.assertEqual(len(box.events("blocked")), 1)


class Terminal(unittest.TestCase):
    """Bash in a terminal of the tester, as node-pty would give it."""

    def setUp(self):
        self.box = Box(SOLO)
        self.addCleanup(self.box.close)
        master, slave = pty.openpty()
        self.master = master
        self.addCleanup(os.close, master)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = self.box.helper_command(
            "pc", ["bash", "--norc", "-i"], env={"PS1": PROMPT.decode(), "TERM": "xterm"}
        )
        take_terminal = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        take_terminal += "os.execv(sys.argv[1], sys.argv[1:])"
        self.helper = subprocess.Popen(
            ["/usr/bin/python3", "-c", take_terminal] + command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.output = b""
        self.addCleanup(self.helper.wait, 5)
        self.expect(PROMPT)

    def expect(self, text):
        """Reads until the text has come; what came up to its end."""
        deadline = time.monotonic() + 10
        while text not in self.output:
            left = max(0, deadline - time.monotonic())
            self.assertTrue(select.select([self.master], [], [], left)[0], self.output)
            self.output += os.read(self.master, 4096)
        before, _, self.output = self.output.partition(text)
        return before + text

    def type(self, text):
        os.write(self.master, text)

    def test_ctrl_c_ends_the_program_and_not_the_shell(self):
        self.type(b"sh -c 'echo $0; exec sleep 99' started\n")
        self.expect(b"\rstarted\r\n")
        self.type(b"\x03")
        self.expect(PROMPT)
        self.type(b"echo alive=$((1+1))\n")
        self.expect(b"alive=2\r\n")
        self.leave()

    def test_ctrl_z_stops_a_program_and_fg_brings_it_back(self):
        self.type(b"sh -c 'echo $0; exec cat' started\n")
        self.expect(b"\rstarted\r\n")
        self.type(b"one\n")
        self.expect(b"one\r\none\r\n")
        self.type(b"\x1a")
        self.expect(b"Stopped")
        self.expect(PROMPT)
        self.type(b"fg\n")
        self.expect(b"exec cat' started\r\n")
        self.type(b"two\n")
        self.expect(b"two\r\ntwo\r\n")
        self.type(b"\x04")
        self.expect(PROMPT)
        self.leave()

    def test_a_resize_reaches_the_program(self):
        self.type(
            b"python3 -uc 'import os, signal; signal.pthread_sigmask(0, [28]);"
            b'print("set"); signal.sigwait([28]); print(os.get_terminal_size())\'\n'
        )
        self.expect(b"\rset\r\n")
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.expect(b"columns=100, lines=40")
        self.expect(PROMPT)
        self.leave()

    def test_the_helper_is_gone_when_the_terminal_hangs_up(self):
        self.helper.send_signal(signal.SIGHUP)
        self.assertEqual(self.helper.wait(5), -signal.SIGKILL)

    def leave(self):
        self.type(b"exit 3\n")
        self.assertEqual(self.helper.wait(5), 3)


if __name__ == "__main__":
    unittest.main()
