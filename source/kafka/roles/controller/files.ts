/** Beside the broker's, as Kafka's own samples have it. */
export const settingsFile = '/etc/kafka/controller.properties';
