"""What is known: reviewed texts, parties, routes and safety rules, and what reads them."""
