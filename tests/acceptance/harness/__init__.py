"""What acceptance tests stand on: the oracle, scratch repositories, snapshots."""
