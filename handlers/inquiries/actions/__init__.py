"""What can be done to an inquiry. Each action loads with the right to it, decides, changes and says; nothing is sent
from here.
"""
