"""
Models to play with in a lesson: small worlds that say what they leave out.

A model's rule is plain Python in a module of its own. What it shows is a `Chart`, with its words.
"""
