# SPDX-License-Identifier: MIT
"""A real PostgreSQL of the test's own: unprivileged, in a temporary folder, reached by its socket only."""

import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path


def programs():
    """The folder of PostgreSQL's programs, or None when Debian's package is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(found[-1]).parent if found else None


class Postgres:
    """Started by `with`, stopped and removed at its end. `user` logs in with `password`."""

    user = "waymark"

    def __init__(self):
        self.password = secrets.token_hex(12) + "}; x"  # what a connection string must quote
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-postgres-"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:  # the server refuses to run as root
            self.as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            os.chown(self.folder, 65534, 65534)
        else:
            self.as_nobody = []

    def call(self, program, *arguments, **more):
        command = [*self.as_nobody, programs() / program, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=self.folder, timeout=120, **more)

    def __enter__(self):
        secret = self.folder / "secret"
        secret.write_text(self.password + "\n")
        secret.chmod(0o644)
        self.call("initdb", "-D", self.data, "-U", self.user, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", f"--pwfile={secret}", "--no-sync")
        secret.unlink()
        options = f"-c unix_socket_directories={self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
        self.call("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-o", options, "start")
        return self

    def __exit__(self, *_):
        subprocess.run([*self.as_nobody, programs() / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"], capture_output=True, check=False, cwd=self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def sql(self, text):
        """What psql prints, without decoration."""
        environment = {**os.environ, "PGPASSWORD": self.password}
        return self.call("psql", "-h", self.folder, "-U", self.user, "-d", "postgres", "-qAtc", text, env=environment).stdout

    def load(self, table, csv):
        environment = {**os.environ, "PGPASSWORD": self.password}
        self.call("psql", "-h", self.folder, "-U", self.user, "-d", "postgres", "-qc", f"COPY {table} FROM STDIN WITH (FORMAT csv, HEADER)", env=environment, input=csv.decode())

    @property
    def connection(self):
        return f"Driver=PostgreSQL Unicode;Server={self.folder};Port=5432;Database=postgres"
