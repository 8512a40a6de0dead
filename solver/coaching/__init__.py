"""From bare sets to sessions that a person can train: order, repetitions, rest."""
