"""AAD: the State Department's telegrams of 1973 to 1979, as the National Archives' databases print them."""
