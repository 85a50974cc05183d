# SPDX-License-Identifier: MIT
"""Rows from a server: pages, credentials, and every way in which an answer can be bad."""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

from deployment import Deployment, good_rows
from web_server import WebServer, reply

FIGURES = "SELECT service_id, period_key, indicator_id, value FROM observation_current ORDER BY 1, 2, 3"
NAMES = good_rows().decode().splitlines()[0].split(",")
RECORDS = [dict(zip(NAMES, line.split(","))) for line in good_rows().decode().splitlines()[1:]]
for record in RECORDS:
    record["score"] = int(record["score"])
    record["extra"] = {"nested": [1, {"deep": None}]}


def source(url, form="csv", more=""):
    return f'kind = "http"\nurl = "{url}"\nformat = "{form}"\nretry_wait = "1ms"\nstall = "1s"\n{more}\n'


class HttpSource(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(WebServer())

    def deployment(self, path="/marks.csv", form="csv", more=""):
        return self.enterContext(Deployment(path="", source=source(self.server.url + path, form, more)))

    def expect(self, deployment, code, *words, options=(), **more):
        done = deployment.run(*options, **more)
        told = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, told)
        for word in words:
            self.assertIn(word, told)
        if code != 0:
            self.assertEqual(deployment.rows("SELECT count(*) FROM observation_history") or [(0,)], [(0,)])
        return told

    def expect_good(self, deployment):
        self.expect(deployment, 0, "10000 rows read, 10000 used")
        with Deployment() as csv:
            self.assertEqual(csv.run().returncode, 0)
            self.assertEqual(deployment.rows(FIGURES), csv.rows(FIGURES))

    def proof(self, deployment):
        ledger = sqlite3.connect(deployment.folder / "ledger.sqlite")
        found = ledger.execute("SELECT path, bytes FROM pull_file").fetchall()
        ledger.close()
        return found

    # ------------------------------------------------------------------------------ good answers

    def test_a_slow_server_does_not_use_up_the_time_of_the_measure(self):
        def trickle(handler, _):
            body = good_rows(60_000)
            handler.send_response(200)
            handler.send_header("Content-Type", "text/csv")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            for begin in range(0, len(body), len(body) // 4):
                handler.wfile.write(body[begin:begin + len(body) // 4])
                handler.wfile.flush()
                self.server.stalled.wait(0.6)

        self.server.answers["/marks.csv"] = trickle
        deployment = self.deployment()
        deployment.config.write_text(deployment.config.read_text().replace('wall_clock = "3s"', 'wall_clock = "2s"'))
        self.expect(deployment, 0, "60000 rows read, 60000 used")

    def test_places_are_not_kept_when_somebody_is_forgotten_while_a_pull_goes_on(self):
        for rows, code in ((b"p2,south,2024-09-06,1\n" * 999 + b"p2,north,2024-09-06,1\np1,north,2024-09-06,bad\n", 0), (b"p1,north,2024-09-06,bad\n", 65)):
            forgotten = []

            def answer(handler, _):
                forgotten.append(deployment.run("--reason", "request 1", verb=("forget",), input="p1\n").returncode)
                reply(handler, b"person,service,day,score\n" + rows)

            self.server.answers["/marks.csv"] = answer
            deployment = self.deployment()
            self.assertEqual(deployment.run("--as-of", "2025-08-31").returncode, code)
            self.assertEqual(forgotten, [0])
            ledger = sqlite3.connect(deployment.folder / "ledger.sqlite")
            kept = ledger.execute("SELECT reason, places FROM pull_reason").fetchall()
            ledger.close()
            self.assertTrue(kept, "the refused row is counted")
            self.assertEqual({places for _, places in kept}, {""}, kept)

    def test_csv_is_read_and_the_body_is_the_proof(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, good_rows(), ETag='"v7"')
        deployment = self.deployment("/marks.csv?year=2024")
        self.expect_good(deployment)
        (path, size), = self.proof(deployment)
        self.assertEqual(path, self.server.url + '/marks.csv: body as received, ETag "v7"')
        self.assertEqual(size, len(good_rows()))

    def test_a_packed_body_is_unpacked(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, gzip.compress(good_rows()), kind="application/gzip")
        self.expect_good(self.deployment())

    def test_csv_pages_by_link_header(self):
        lines = good_rows().splitlines(keepends=True)
        pages = [lines[0] + b"".join(lines[first : first + 4000]) for first in range(1, len(lines), 4000)]
        pages[0] = pages[0].rstrip(b"\n")  # a last line without its end

        def answer(handler, _):
            at = int(handler.path.split("page=")[1]) if "page=" in handler.path else 0
            more = {"Link": f'</first>; rel="first", <?page={at + 1}>; title=x; rel="next"'} if at + 1 < len(pages) else {}
            reply(handler, pages[at], **more)

        self.server.answers["/marks.csv"] = answer
        deployment = self.deployment()
        self.expect_good(deployment)
        self.assertIn("3 bodies as received", self.proof(deployment)[0][0])

    def test_json_by_pointer_with_a_cursor(self):
        def answer(handler, _):
            at = int(handler.path.split("after=")[1].split("&")[0]) if "after=" in handler.path else 0
            self.assertIn("size=9", handler.path)
            page = {"meta": {"next": at + 3000 if at + 3000 < len(RECORDS) else None}, "data": {"items": RECORDS[at : at + 3000]}}
            reply(handler, json.dumps(page).encode(), kind="application/json; charset=utf-8")

        self.server.answers["/marks"] = answer
        self.expect_good(self.deployment("/marks?size=9", "json", 'records = "/data/items"\nnext = "/meta/next"\nnext_parameter = "after"'))

    def test_json_lines(self):
        body = "\n\n".join(json.dumps(record) for record in RECORDS).encode()
        self.server.answers["/marks"] = lambda handler, _: reply(handler, body, kind="application/x-ndjson")
        self.expect_good(self.deployment("/marks", "jsonl"))

    def test_service_and_date_are_part_of_the_address(self):
        for service in ("north", "south"):
            rows = b"".join(line for line in good_rows().splitlines(keepends=True) if service.encode() in line or b"score" in line)
            self.server.answers[f"/{service}/2025-07-31"] = lambda handler, _, rows=rows: reply(handler, rows)
        deployment = self.deployment("/{service}/{as_of}")
        deployment.config.write_text(deployment.config.read_text().replace('service = "service"\n', ""))
        self.expect(deployment, 0, "10000 rows read, 10000 used", options=("--as-of", "2025-07-31"))

    def test_credentials_are_sent_and_never_told(self):
        def answer(handler, _):
            right = handler.headers.get("Authorization") in ("Bearer hunter2", "Basic dTpodW50ZXIy")
            reply(handler, good_rows() if right else b"hunter2", status=200 if right else 401)

        self.server.answers["/marks.csv"] = answer
        for keys in ('bearer = "file:secret"', 'user = "u"\npassword = "file:secret"'):
            deployment = self.deployment(more=keys)
            deployment.write("secret", b"hunter2\n")
            (deployment.folder / "secret").chmod(0o600)
            told = self.expect(deployment, 0) + deployment.run(verb=("config", "show")).stdout
            self.assertNotIn("hunter2", told)
            deployment.write("secret", b"other\n")
        self.expect(self.deployment(), 77, "401")
        self.assertNotIn("hunter2", self.expect(self.deployment(more='bearer = "hunter2"'), 78, "never stands in the configuration"))
        self.expect(self.deployment(more='bearer = "credential:api"'), 66, "LoadCredential=api")

    def test_rows_in_the_clear_never_pass_a_proxy(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, good_rows())
        deployment = self.deployment(more='bearer = "file:secret"')
        deployment.write("secret", b"hunter2\n")
        (deployment.folder / "secret").chmod(0o600)
        with WebServer() as proxy:
            self.expect(deployment, 0, env={**os.environ, "http_proxy": proxy.url, "all_proxy": proxy.url, "no_proxy": ""})
            self.assertEqual(proxy.asked, [])

    @unittest.skipUnless(shutil.which("openssl"), "there is no openssl to make a certificate with")
    def test_certificates_are_verified(self):
        deployment = self.deployment()
        pem = deployment.folder / "server.pem"
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        subprocess.run([*made, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem, "-out", str(pem) + ".crt"], check=True, capture_output=True)
        pem.write_text(pem.read_text() + (deployment.folder / "server.pem.crt").read_text())
        with WebServer(pem) as server:
            server.answers["/marks.csv"] = lambda handler, _: reply(handler, good_rows())
            text = deployment.config.read_text().replace(self.server.url, server.url)
            deployment.config.write_text(text)
            self.expect(deployment, 69, "certificate is not trusted")
            deployment.config.write_text(text.replace('format = "csv"', 'format = "csv"\nca_file = "server.pem.crt"'))
            self.expect(deployment, 0)

    # ------------------------------------------------------------------------------- bad answers

    def test_what_passes_is_asked_for_again(self):
        def answer(handler, times):
            if times == 0:
                reply(handler, b"", status=429, Retry_After="0")
            elif times == 1:
                reply(handler, b"", status=503)
            elif times == 2:
                reply(handler, good_rows()[:100_000], length=len(good_rows()))
            else:
                reply(handler, good_rows())

        self.server.answers["/marks.csv"] = answer
        self.expect_good(self.deployment())
        self.assertEqual(len(self.server.asked), 4)

    def test_a_server_may_ask_for_a_wait_longer_than_numbers_reach(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, b"", status=503, Retry_After=str(2**63 - 1))
        self.expect(self.deployment(), 69, "after the timeout")
        self.assertEqual(len(self.server.asked), 1)

    def test_what_does_not_pass_ends_with_words(self):
        half = len(good_rows()) // 2
        for name, answer, words in (
            ("429", lambda handler, _: reply(handler, b"", status=429), ("too many requests", "tried 4 times")),
            ("429 for an hour", lambda handler, _: reply(handler, b"", status=429, Retry_After="3600"), ("after the timeout",)),
            ("500", lambda handler, _: reply(handler, b"person,p1", status=500), ("HTTP status 500",)),
            ("cut", lambda handler, _: reply(handler, good_rows()[:half], length=len(good_rows())), ("ended before it was whole",)),
            ("stall", lambda handler, _: self.server.stalled.wait(30), ("stalled",)),
            ("too large", lambda handler, _: reply(handler, b"x" * 2_000_000), ("max_size",)),
        ):
            with self.subTest(name):
                self.server.answers["/marks.csv"] = answer
                keys = 'timeout = "60s"\nmax_size = "1MiB"' + ("\nretries = 0" if name == "stall" else "")
                told = self.expect(self.deployment(more=keys), 69, "/marks.csv", *words)
                self.assertNotIn("p1", told)

    def test_a_chunked_body_cut_in_half(self):
        def answer(handler, _):
            handler.send_response(200)
            handler.send_header("Content-Type", "text/csv")
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"%x\r\n" % 100_000 + good_rows()[:100_000] + b"\r\n")
            handler.close_connection = True

        self.server.answers["/marks.csv"] = answer
        self.expect(self.deployment(), 69, "ended before it was whole")

    def test_a_body_of_which_nobody_knows_the_end_is_refused(self):
        def answer(handler, _):
            handler.send_response(200)
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.wfile.write(good_rows()[:100_000])
            handler.close_connection = True

        self.server.answers["/marks.csv"] = answer
        self.expect(self.deployment(), 65, "Content-Length")

    def test_statuses_have_their_own_exit_codes(self):
        for status, code in ((401, 77), (403, 77), (404, 66), (410, 66), (400, 69), (304, 69)):
            with self.subTest(status):
                self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, b"", status=status)
                self.expect(self.deployment(), code, str(status))

    def test_wrong_types(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, b"<html>log in</html>", kind="text/html")
        self.expect(self.deployment(), 65, "text/html", "log in")
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, b"[]", kind="application/json")
        self.expect(self.deployment(), 65, "application/json", "not with CSV")

    def test_wrong_json(self):
        good = json.dumps(RECORDS[:50])
        for name, body, code, words in (
            ("cut", json.dumps(RECORDS)[:200_000], 69, ("ends in the middle",)),
            ("no json", "person,service\np17,north\n", 65, ("no JSON",)),
            ("no list", '{"data": "p17"}', 65, ("no list of records",)),
            ("list of values", '["p17"]', 65, ("record 1", "bare value")),
            ("object for a value", good.replace('"person": "p7"', '"person": {"id": "p7"}'), 65, ("record 8", "'person' is an object")),
            ("twice", good.replace('"person": "p7"', '"person": "p7", "Person": "p8"'), 65, ("record 8", "twice")),
            ("renamed", good.replace('"score"', '"scroe"'), 65, ("'score'", "'scroe'")),
            ("not UTF-8", good.replace("p7", "p\udcff"), 65, ("no JSON",)),
            ("empty", "[]", 65, ("empty",)),
        ):
            with self.subTest(name):
                self.server.answers["/marks"] = lambda handler, _: reply(handler, body.encode(errors="surrogateescape"), kind="application/json")
                told = self.expect(self.deployment("/marks", "json"), code, *words)
                self.assertNotIn("p17", told)
        self.server.answers["/marks"] = lambda handler, _: reply(handler, good.encode(), kind="application/json")
        self.expect(self.deployment("/marks", "json", 'records = "/data"'), 65, "/data")

    def test_a_body_that_unpacks_without_end_is_ended_by_the_timeout(self):
        blanks = gzip.compress(b" " * 2**28)  # 256 MiB of blanks in 256 KiB
        self.server.answers["/marks.json"] = lambda handler, _: reply(handler, blanks * 64, kind="application/json")
        self.expect(self.deployment("/marks.json", "json", 'timeout = "1s"'), 69, "timeout of 1000 ms")

    def test_members_that_may_be_absent(self):
        body = json.dumps([{name: record[name] for name in NAMES if name != "score"} for record in RECORDS]).encode()
        self.server.answers["/marks"] = lambda handler, _: reply(handler, body, kind="application/json")
        self.expect(self.deployment("/marks", "json"), 65, "may_be_absent")
        self.expect(self.deployment("/marks", "json", 'may_be_absent = ["score"]'), 65, "10000 refused")

    def test_pages_stay_on_the_server_and_end(self):
        with WebServer() as other:
            other.answers["/marks.csv"] = lambda handler, _: reply(handler, good_rows())
            for answer, words in (
                (lambda handler, _: reply(handler, b"", status=302, Location=other.url + "/marks.csv"), ("another one", other.url)),
                (lambda handler, _: reply(handler, b"", status=302, Location="/marks.csv"), ("from page to page",)),
            ):
                self.server.answers["/marks.csv"] = answer
                self.expect(self.deployment(), 69, *words)
            for answer, words in (
                (lambda handler, _: reply(handler, good_rows(), Link=f'<{other.url}/marks.csv>; rel="next"'), ("another server",)),
                (lambda handler, _: reply(handler, good_rows(), Link='</marks.csv>; rel="next"'), ("earlier page",)),
                (lambda handler, times: reply(handler, good_rows(10), Link=f'<?n={times}>; rel="next"'), ("more than 5 pages",)),
                (lambda handler, times: reply(handler, good_rows(10) if times == 0 else b"a,b\n1,2\n", Link="<?n=1>; rel=next"), ("page 2", "another header")),
            ):
                self.server.asked.clear()
                self.server.answers["/marks.csv"] = answer
                self.expect(self.deployment(more="max_pages = 5"), 65, *words)
            self.assertEqual(other.asked, [])

    def test_a_redirect_on_the_same_server_is_followed(self):
        self.server.answers["/marks.csv"] = lambda handler, _: reply(handler, b"", status=307, Location="/real.csv")
        self.server.answers["/real.csv"] = lambda handler, _: reply(handler, good_rows())
        self.expect_good(self.deployment())

    def test_addresses_that_are_not_allowed(self):
        for url, word in (
            ("http://example.org/marks.csv", "in the clear"),
            ("https://user:hunter2@example.org/marks.csv", "no name or secret"),
            ("https://example.org/marks.csv?api_key=hunter2", "no name or secret"),
            ("ftp://example.org/marks.csv", "https://"),
            ("https://example.org/{site}.csv", "{site}"),
        ):
            deployment = self.deployment()
            deployment.config.write_text(deployment.config.read_text().replace(self.server.url + "/marks.csv", url))
            self.assertNotIn("hunter2", self.expect(deployment, 78, word, "deploy.toml:"))

    def test_a_server_that_is_not_there(self):
        deployment = self.deployment(more="retries = 1")
        deployment.config.write_text(deployment.config.read_text().replace(self.server.url, "http://127.0.0.1:1"))
        self.expect(deployment, 69, "cannot be reached", "tried 2 times")


if __name__ == "__main__":
    unittest.main()
