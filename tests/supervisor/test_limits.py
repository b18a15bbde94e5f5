"""Limits of a program and of the box as a whole: what passes them is held, and the box goes on."""

import signal
import unittest

from box_client import PAIR, SOLO, Box, own_uid


class Limits(unittest.TestCase):
    def assert_goes_on(self, box, where="pc"):
        self.assertEqual(box.run(where, "print('fine')"), (0, "fine\n"))

    def test_a_fork_bomb_is_held_and_other_hosts_do_not_notice(self):
        bomb = (
            "import os, time\nn = 0\n"
            "try:\n while True:\n  n += 1\n  os.fork() or time.sleep(99)\n"
            "except BlockingIOError: print(n, flush=True); time.sleep(99)"
        )
        with Box(PAIR, processes=32) as box:
            helper = box.start("client", bomb, "bomb", processes=32)
            self.assertLessEqual(int(helper.stdout.readline()), 32)
            self.assert_goes_on(box, "server")
            box.command("stop", program="bomb")
            self.assertEqual(helper.wait(5), -signal.SIGKILL)
            self.assert_goes_on(box, "client")

    def test_a_bomb_that_keeps_forking_is_stopped(self):
        bomb = "import os\nprint('on')\nwhile True:\n try: os.fork()\n except OSError: pass"
        with Box(SOLO, processes=32) as box:
            helper = box.start("pc", bomb, "bomb", processes=32)
            helper.stdout.readline()
            self.assertIsNone(box.command("stop", program="bomb")["error"])
            self.assertEqual(helper.wait(10), -signal.SIGKILL)
            self.assert_goes_on(box)

    def test_many_processes_that_together_take_too_much_memory_are_killed(self):
        hog = (
            "import os, time\nfor _ in range(3): os.fork()\n"
            "x = bytearray(60 << 20); print('full', flush=True); time.sleep(99)"
        )
        with Box(SOLO, memoryMb=200) as box:
            helper = box.start("pc", hog, "hog")
            fault = box.wait_event("fault", code="memory-limit")
            self.assertEqual(fault["detail"], "hog")
            box.command("stop", program="hog")
            helper.wait(5)
            self.assert_goes_on(box)

    def test_bytes_that_nobody_reads_count_as_memory(self):
        # They are the kernel's, and no figure of a process shows them.
        hog = (
            "import os, socket, time\nheld = []\nfor _ in range(3): os.fork()\n"
            "for _ in range(120):\n"
            "  pair = socket.socketpair(); held.append(pair); pair[0].setblocking(False)\n"
            "  try:\n    while True: pair[0].send(bytes(4096))\n  except BlockingIOError: pass\n"
            "time.sleep(99)"
        )
        for user in (None, own_uid()):
            with self.subTest(user=user), Box(SOLO, memoryMb=100, user=user) as box:
                helper = box.start("pc", hog, "hog")
                self.assertEqual(box.wait_event("fault", code="memory-limit")["detail"], "hog")
                box.command("stop", program="hog")
                helper.wait(5)
                self.assert_goes_on(box)

    def test_many_idle_sockets_are_no_memory(self):
        crowd = "import socket\nheld = [socket.socketpair() for _ in range(120)]\nprint(len(held))"
        with Box(SOLO, memoryMb=64) as box:
            self.assertEqual(box.run("pc", crowd + "\ninput()", stdin=b"\n"), (0, "120\n"))
            self.assertEqual(box.events("fault"), [])

    def test_pages_of_the_device_of_zeros_end_at_the_boxs_size(self):
        # Of the device itself they would be shared memory, which no process's figures need show.
        grow = (
            "import mmap, os\nzeros = os.open('/dev/zero', os.O_RDONLY)\n"
            "zeros = mmap.mmap(zeros, 64 << 20, prot=mmap.PROT_READ)\n"
            "for page in range(0, 64 << 20, 4096): zeros[page]"
        )
        with Box(SOLO, filesMb=8) as box:
            self.assertEqual(box.run("pc", grow)[0], -signal.SIGBUS)
            self.assert_goes_on(box)

    def test_one_process_alone_meets_memory_error(self):
        with Box(SOLO) as box:
            code, output = box.run("pc", "bytearray(300 << 20)")
            self.assertEqual(code, 1)
            self.assertIn("MemoryError", output)

    def test_a_program_that_burns_the_boxs_cpu_is_killed(self):
        with Box(SOLO, cpuSeconds=1) as box:
            helper = box.start("pc", "while True: pass", "burner")
            fault = box.wait_event("fault", code="cpu-limit")
            self.assertEqual(fault["detail"], "burner")
            self.assertEqual(helper.wait(5), -signal.SIGKILL)

    def test_files_end_at_the_boxs_size(self):
        fill = (
            "n = 0\ntry:\n while True:\n  n += open('f%d' % n, 'wb').write(bytes(1 << 20)) >> 20\n"
            "except OSError as e: print(e.errno, n)"
        )
        with Box(SOLO, filesMb=8) as box:
            code, output = box.run("pc", fill)
            self.assertEqual(output.split()[0], "28")  # ENOSPC
            self.assertLess(int(output.split()[1]), 8)

    def test_empty_files_end_at_the_boxs_inodes(self):
        fill = (
            "import os\nn = 0\n"
            "try:\n while n < 9000:\n  os.close(os.open('/dev/shm/%d' % n, 65)); n += 1\n"
            "except OSError as e: print(e.errno, n)"
        )
        with Box(SOLO) as box:
            code, output = box.run("pc", fill)
            self.assertEqual(output.split()[0], "28")
            self.assertLess(int(output.split()[1]), 4000)

    def test_one_file_and_the_descriptors_are_limited(self):
        with Box(SOLO) as box:
            code, output = box.run(
                "pc",
                "import resource, socket\nopened = []\n"
                "try:\n while True: opened.append(socket.socket())\n"
                "except OSError as e: print(e.errno, len(opened))\n"
                "opened.clear()\n"
                "try: open('big', 'wb').write(bytes(9 << 20))\nexcept OSError as e: print(e.errno)",
            )
            self.assertEqual(output.splitlines(), ["24 253", "27"])

    def test_a_listener_on_a_low_port_is_allowed(self):
        with Box(SOLO) as box:
            code, _ = box.run("pc", "import socket; socket.create_server(('', 80))")
            self.assertEqual(code, 0)


if __name__ == "__main__":
    unittest.main()
