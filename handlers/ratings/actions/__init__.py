"""What can be done to a rating. Each action loads with the right to it, decides, changes and says; nothing is sent
from here.
"""
