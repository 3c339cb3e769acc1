"""The domain: points, landmarks, rulers, safety rules and routines; no drawing, no HTTP."""
