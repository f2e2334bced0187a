"""What is on offer: events, editions, races, courses, prices, capacity, policies, and where each shown fact came from.

It never knows who enters.
"""
