"""Who people are and what they may do: sign-in, athletes, organizers, roles, audit trail.

It never knows what is for sale.
"""
