"""The five reported facts: what they are, what the regulator says of them, every change with its reason."""
