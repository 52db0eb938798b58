"""What can be done to a visit. Each action loads with the right to it, decides, changes and says; nothing is sent
from here.
"""
