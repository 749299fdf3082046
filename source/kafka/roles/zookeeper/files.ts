/** As Confluent's packages have it. */
export const settingsFile = '/etc/kafka/zookeeper.properties';
