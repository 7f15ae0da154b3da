"""Who calls: the client that the gateway has verified."""
