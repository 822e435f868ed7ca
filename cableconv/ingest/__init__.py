"""Jobs over many cables: plan what there is to do, do it in shards, keep account of every input.

Read in this order: `layout` (what lies where in DEST), ``ledger.sql`` (what is known of each input), `records` (what
travels between the steps); then the steps: `plan`, `shard` (with `supervise` and `worker`), `publish`, and `job`, which
calls them.
"""
