KINDS = ("who", "when", "where", "how_much", "number", "contact", "what")
