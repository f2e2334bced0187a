"""What runners who were there say.

It never scores a race from people who were not.
"""
