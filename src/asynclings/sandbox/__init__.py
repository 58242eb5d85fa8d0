"""What stands between a submission and the machine: limits, process trees, the zygote's keeper."""
