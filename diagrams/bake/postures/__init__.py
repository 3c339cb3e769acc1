"""Postures: a clothed body held as it is while a place is pressed, seen close at the hand and, small, as a whole."""
