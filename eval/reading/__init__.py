"""How well notices are read: outlines and metadata against labels, laws given back, speed."""
