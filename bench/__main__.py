"""`python -m bench`: measure the index, print tables, keep the figures in bench/results."""

import argparse

from bench import alerts, edits, engine, http, listings, promises, selling, stampede

SUITES = ("engine", "edits", "listings", "http", "verify", "stampede", "selling", "alerts")


def main() -> None:
    """Run the suites asked for; all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SUITES, default=SUITES)
    parser.add_argument("--sizes", nargs="+", type=int, default=[50_000, 200_000])
    parser.add_argument("--million", action="store_true", help="also one million races")
    parser.add_argument(
        "--against", nargs="*", choices=("sqlite", "tantivy"), default=("sqlite", "tantivy")
    )
    parser.add_argument("--entries", type=int, default=1_000_000, help="verify: how many")
    parser.add_argument("--full", action="store_true", help="listings: into 500,000 editions too")
    options = parser.parse_args()
    sizes = [*options.sizes, *([1_000_000] if options.million else [])]
    if "engine" in options.only:
        engine.suite(sizes, engine.installed(options.against))
    if "edits" in options.only:
        edits.suite()
    if "http" in options.only:
        http.suite(sizes)
    if "verify" in options.only:
        promises.suite(options.entries)
    if "stampede" in options.only:
        stampede.suite()
    if "listings" in options.only:
        listings.suite(full=options.full)
    if "selling" in options.only:
        selling.suite()
    if "alerts" in options.only:
        alerts.suite()


if __name__ == "__main__":
    main()
