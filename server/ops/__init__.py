"""Operation of the service: headers, limits, metrics, logs and the listener."""
