# SPDX-License-Identifier: MIT
"""A measure whose inputs all come by case is told of a block, asked, and may forget it: its memory is bounded."""

import os
import sys
import unittest

from deployment import Deployment

CASES = 50_000


def one_row_each(count):
    rows = [f"p{i},{'north' if i % 2 else 'south'},2024-{9 + i % 3:02}-{1 + i % 28:02},1" for i in range(count)]
    return ("\n".join(["person,service,day,score", *rows]) + "\n").encode()


def deployed(measure, shards, memory="256MiB"):
    deployment = Deployment(measures=(measure,), rows=one_row_each(CASES))
    text = deployment.config.read_text()
    text = text.replace("shards = 8", f"shards = {shards}").replace('"256MiB"', f'"{memory}"').replace('"3s"', '"60s"')
    deployment.config.write_text(text)
    return deployment


class Blocks(unittest.TestCase):
    def counted(self, deployment):
        return deployment.rows(
            "SELECT sum(value) FROM observation_current WHERE indicator_id = 'visits' AND grain = 'academic_year' AND stratum_kind = 'all'"
        )

    def test_a_block_is_answered_before_the_next_is_told(self):
        with deployed("block", shards=2) as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_memory_holds_a_block_and_not_all_cases(self):
        with deployed("heavy_by_case", shards=1, memory="64MiB") as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(self.counted(deployment), [(CASES,)])

    def test_the_same_rows_at_once_need_more(self):
        if os.environ.get("WAYMARK_SANITIZE"):
            self.skipTest("sanitized builds have no limit of memory")
        with deployed("heavy_any", shards=1, memory="64MiB") as deployment:
            done = deployment.run()
            self.assertEqual(done.returncode, 76, done.stdout + done.stderr)
            self.assertIn("memory", done.stdout)


if __name__ == "__main__":
    unittest.main()
