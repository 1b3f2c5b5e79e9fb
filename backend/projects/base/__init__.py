"""What a project is: permits, works, numbers, parties, supervision and place, each by date."""
