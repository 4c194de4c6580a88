"""What things cost, measured against a peer or against themselves in the same run."""
