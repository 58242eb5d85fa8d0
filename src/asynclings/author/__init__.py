"""What the author of an exercise needs: a scaffold to fill in, and proof that the exercise does what it must."""
