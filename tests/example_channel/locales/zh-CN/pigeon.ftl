channel-pigeon = 信鸽
