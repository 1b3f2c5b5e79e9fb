"""What is due: one calendar of obligations, working days, pauses."""
