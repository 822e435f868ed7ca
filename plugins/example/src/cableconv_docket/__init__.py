"""Plugin for cableconv: `grammar` tells what a docket looks like, `plugin` what is offered."""
