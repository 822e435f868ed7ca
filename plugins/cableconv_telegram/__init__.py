"""Raw telegrams: the grammar of the State Department's cables."""
