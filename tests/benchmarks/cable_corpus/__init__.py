"""An archive of invented cables, as large as one likes, for tests and measurements; the same for the same seed."""
