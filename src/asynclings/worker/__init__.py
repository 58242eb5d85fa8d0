"""The process that runs the learner's code. It owns neither clock, network nor score."""
