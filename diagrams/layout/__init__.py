"""Layout of a drawing: the sheet and the columns of labels."""
