"""`python -m points`: checks the catalogue files and says what is in them."""

import sys

from points.catalogue import load
from points.errors import CatalogueError


def main() -> None:
    """Print one line about a good catalogue; exit with every problem of a bad one."""
    try:
        catalogue = load()
    except CatalogueError as error:
        sys.exit(str(error))
    print(
        f"catalogue {catalogue.version}: {len(catalogue.points)} points, {len(catalogue.routines)} routines, "
        f"{len(catalogue.questions)} health questions, {len(catalogue.sources)} sources, reviewed {catalogue.reviewed}"
    )


if __name__ == "__main__":
    main()
