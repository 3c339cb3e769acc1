"""The drawing: figures, landmarks and location rules become SVG. Knows nothing of HTTP."""
