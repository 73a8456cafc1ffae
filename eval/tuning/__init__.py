"""Labelled questions -> the weights of ranking, quoting and abstaining, with figures out of fold."""
