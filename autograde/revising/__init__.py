"""After release: what changed between two runs, and why."""
