"""What the training authority reads: who passed what was assigned. Nothing of time, practice or answers."""
