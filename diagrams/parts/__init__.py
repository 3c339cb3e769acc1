"""Parts of a drawing that have rules of their own."""
