"""What is on offer: events, editions, races, courses, prices, policies, and each fact's source.

It never knows who enters.
"""
