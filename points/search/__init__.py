"""Search: text in, ranked entries out."""
