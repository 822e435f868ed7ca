"""The engine `dask`: shards of an ingest job on a Dask cluster that is there already."""
