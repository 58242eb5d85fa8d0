"""The world: a discrete-event simulation that owns the clock, the network, the services and the trace."""
