"""HTTP behaviour that every route shares: problems, body limit, security headers."""
