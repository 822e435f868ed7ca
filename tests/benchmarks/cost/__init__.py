"""What conversions cost, in time and memory: measured, beside references, in tables and curves."""
