"""Lets these tests read sentences the way the tests of the rules do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "extract"))
