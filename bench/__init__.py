"""What `make bench` measures: figures of one machine on one day, and ratios within one run."""
