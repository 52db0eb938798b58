"""What holds the service together for its people: rights that end, minutes lost, what was missed, what nobody may
decide.
"""
