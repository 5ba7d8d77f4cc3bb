"""Who does the work: Daft on one machine, Daft on a Ray cluster, or NumPy in this process."""
