"""What a platform's fault costs: each fault befalls one message of every class, on each channel, against a server that
keeps what a person would see.
"""
