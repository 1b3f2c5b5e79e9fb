"""A believable year of a city, made by the services."""
