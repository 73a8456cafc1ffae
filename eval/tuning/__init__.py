"""Labelled questions -> weights of ranking, quoting, abstaining, with figures out of fold."""
