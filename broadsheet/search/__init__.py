"""Finding papers: the work on words, the index in shards, its ranking, papers that are alike."""
