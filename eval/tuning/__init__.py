"""How the weights of ranking, reading and confidence are fitted."""

import os

# As in the front door: two BLAS threads that wait for each other make a question ten times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
