/**
 * How Kafka's tools reach the brokers, as words of a command: the one place that says so.
 * @param servers `HOST:PORT`, separated by commas
 */
export const client = (servers: string): readonly string[] => ['--bootstrap-server', servers];
