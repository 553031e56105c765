"""The lab's machine itself: it leaves nothing behind."""
import threading
import unittest

from machine import Machine


class Machines(unittest.TestCase):
    def test_what_still_runs_ends_with_the_machine(self):
        with Machine("amazon-linux-2023-shell.sh") as machine:
            threading.Thread(target=lambda: machine.run("/bin/sleep", "1000", timeout=2000), daemon=True).start()
            machine.wait(machine.left_running, 30, "nothing runs")
        self.assertEqual(machine.left_running(), [])


if __name__ == "__main__":
    unittest.main()
