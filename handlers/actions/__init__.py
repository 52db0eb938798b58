"""Actions: one function a verb. Each loads with the right to it, decides, changes and says; nothing is sent from
here.
"""
