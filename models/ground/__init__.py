"""What every subject stands on: the base of the tables, the one door to the database, files, and the messages,
refusals and ids that all of them use.
"""
