/** The listener of brokers for clients and other brokers; its name is that of its protocol. */
export const brokerListener = 'PLAINTEXT';

/** The listener on which controllers are reached; Kafka takes it for PLAINTEXT without more words. */
export const controllerListener = 'CONTROLLER';
