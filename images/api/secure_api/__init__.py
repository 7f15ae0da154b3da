"""A small API behind the gateway: the example that a team copies to plug its own service in.

Each folder is one capability. `application.py` wires them and does nothing else.
"""
