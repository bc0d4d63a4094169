"""The command line with the reading of `stub_reading`, for tests that need a process of its own."""

import sys
from functools import partial

from stub_reading import make_reader

from avviso.cli import main
from avviso.service import Service

if __name__ == "__main__":
    sys.exit(main(make_service=partial(Service, make_reader=make_reader)))
