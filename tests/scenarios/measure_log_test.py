# SPDX-License-Identifier: MIT
"""What a measure logs reaches the people who run it: cleaned, named, and no flood."""

import unittest

from deployment import Deployment


class MeasureLog(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Deployment(measures=("talkative",)) as deployment:  # 10,000 rows, a line each
            cls.done = deployment.run()
            cls.lines = cls.done.stderr.splitlines()

    def test_a_line_tells_its_monitor_level_and_plugin(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)
        self.assertIn("talkative: warning: talkative.so: a row was seen", self.lines)

    def test_debug_lines_are_left_out(self):
        self.assertNotIn("for the author alone", self.done.stderr)

    def test_control_characters_do_not_reach_the_terminal(self):
        self.assertNotIn("\x1b", self.done.stderr)
        red = [line for line in self.lines if "red" in line]
        self.assertTrue(red)
        for line in red:
            self.assertTrue(line.startswith("talkative: error: talkative.so: two"), line)

    def test_a_long_line_is_cut(self):
        long = [line for line in self.lines if "a long line" in line]
        self.assertTrue(long)
        self.assertLess(max(map(len, long)), 1100)

    def test_a_flood_ends_and_says_so(self):
        left_out = [line for line in self.lines if "further lines of the plugin are left out" in line]
        self.assertEqual(left_out, self.lines[-1:])
        self.assertTrue(left_out[0].startswith("talkative: warning: "), left_out)
        self.assertLess(len(self.lines), 300)


if __name__ == "__main__":
    unittest.main()
