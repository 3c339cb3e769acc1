"""The offline step that turns a 3D body into the flat figures the site draws on.

Nothing the site runs imports this package. It reads the CC0 MakeHuman body, gives it the mean proportions of a measured
population, poses it, models the surface anatomy that is felt and seen, looks at it from a named camera and writes skin
layers and landmarks to `diagrams/figures/`. `python -m diagrams.bake` regenerates every figure, byte for byte.

Body frame, millimetres, right-handed: x to the subject's right, y anterior, z up; floor z = 0, midsagittal plane x = 0.
"""
