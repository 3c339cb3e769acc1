"""Parts of a drawing inside its outline."""
