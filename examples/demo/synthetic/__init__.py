# SPDX-License-Identifier: MIT
"""Made-up people, services and records for the demo. Nobody is in them."""
