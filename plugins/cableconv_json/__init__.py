"""The IR as it is: one cable is one JSON object, many are lines of them."""
