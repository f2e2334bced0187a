"""From a sore knee to the start line: red flags, plan, log.

It never diagnoses and stores nothing unasked.
"""
