"""What a person does: one module for each family of use cases, typed, synchronous, no screens."""
