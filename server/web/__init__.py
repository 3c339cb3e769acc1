"""Pages, handouts, drawings and shared files as responses."""
