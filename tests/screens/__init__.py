"""Pictures of every page of the phone client, and the guide that is made of them."""
