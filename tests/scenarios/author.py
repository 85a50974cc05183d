# SPDX-License-Identifier: MIT
"""An author of measures: what is installed, and nothing else of the project."""

import os
import subprocess
from pathlib import Path

BUILD = Path(os.environ["WAYMARK"]).parents[1]


def installed(prefix):
    """Installs SDK and programs of this build below the prefix; the environment in which they are found."""
    for component in ("sdk", "tools"):
        subprocess.run(["cmake", "--install", BUILD, "--component", component, "--prefix", prefix], check=True, capture_output=True)
    return {**os.environ, "CMAKE_PREFIX_PATH": str(prefix), "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
