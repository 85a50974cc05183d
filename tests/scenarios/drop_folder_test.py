# SPDX-License-Identifier: MIT
"""A folder that partners put files into: only what has stopped growing is taken."""

import os
import sqlite3
import time
import unittest

from deployment import Deployment, good_rows

SOURCE = 'kind = "drop_folder"\npath = "inbox/{as_of}"\npattern = "marks*.csv"\nsettle = "60s"\n'


class DropFolder(unittest.TestCase):
    def drop(self, deployment, name, content, age_s=3600):
        folder = deployment.folder / "inbox" / "2025-01-31"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        then = time.time() - age_s
        os.utime(folder / name, (then, then))

    def run_it(self, deployment, code, *words):
        done = deployment.run("--as-of", "2025-01-31")
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, told)
        for word in words:
            self.assertIn(word, told)
        return told

    def test_files_that_have_settled_are_read_in_order_and_others_waited_for(self):
        lines = good_rows().splitlines(keepends=True)
        first, second = b"".join(lines[:5001]), lines[0] + b"".join(lines[5001:])
        with Deployment(path="", source=SOURCE) as deployment:
            self.drop(deployment, "marks-2.csv", second, 7200)
            self.drop(deployment, "marks-1.csv", first)
            self.drop(deployment, "marks-3.csv", second, 5)
            self.drop(deployment, "marks-4.csv.part", second)
            self.drop(deployment, ".marks-5.csv", second)
            self.drop(deployment, "other.csv", second)
            told = self.run_it(deployment, 0, "10000 rows read, 10000 used", "marks-3.csv", "60 s")
            for name in ("marks-4", "marks-5", "other"):
                self.assertNotIn(name, told)
            for order, expected in (("name", ["marks-1.csv", "marks-2.csv"]), ("time", ["marks-2.csv", "marks-1.csv"])):
                text = deployment.config.read_text().replace(SOURCE, SOURCE + f'order = "{order}"\n')
                (deployment.folder / "deploy.toml").write_text(text)
                self.run_it(deployment, 0)
                ledger = sqlite3.connect(deployment.folder / "ledger.sqlite")
                paths = ledger.execute("SELECT path FROM pull_file ORDER BY pull_no DESC, rowid DESC LIMIT 2").fetchall()
                ledger.close()
                self.assertEqual([os.path.basename(path) for (path,) in reversed(paths)], expected)
                deployment.config.write_text(text.replace(f'order = "{order}"\n', ""))

    def test_nothing_there_and_nothing_settled(self):
        with Deployment(path="", source=SOURCE) as deployment:
            self.run_it(deployment, 66, "drop folder", "inbox/2025-01-31")
            self.drop(deployment, "other.csv", b"")
            self.run_it(deployment, 66, "marks*.csv")
            self.drop(deployment, "marks.csv", good_rows(), 5)
            self.run_it(deployment, 69, "waits", "marks.csv")
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])


if __name__ == "__main__":
    unittest.main()
