"""What plugin authors test their formats with."""
