"""Command `python -m points`: check the catalogue files and print a summary."""

import sys

from points.catalogue import load
from points.errors import CatalogueError


def main() -> None:
    """Print a summary of a valid catalogue; exit with all problems of an invalid one."""
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
