channel-pigeon = letters
