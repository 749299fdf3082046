/** What a broker says that finds its id registered in ZooKeeper: by itself, before it was killed, or by another one. */
export const stillRegistered =
	/Error while creating ephemeral at \/brokers\/ids\/\d+, node already exists|KeeperErrorCode = NodeExists for \/brokers\/ids/;
