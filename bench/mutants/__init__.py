"""Mutation testing: deliberate faults in the product, and whether a test notices each.

`make mutants` runs it; `bench/mutants.toml` says what is mutated and by which tests it is judged.
"""
