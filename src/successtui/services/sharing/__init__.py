"""What leaves the house: a plan as its customer may see it, and nothing else."""
