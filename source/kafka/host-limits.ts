/** MiB that have to be free where packages and data go: room for the packages and a first day's logs. */
export const leastFreeMb = 512;

/** Seconds by which a clock may differ without a remark: from the other hosts, or from this machine before they are known. */
export const mostSkewSeconds = 30;

/** Many memory-mapped files, and a heap that must not be swapped out (Kafka's operations guide). Set where brokers are. */
export const brokerSettings = {'vm.max_map_count': '262144', 'vm.swappiness': '1'} as const;

/** Files that a service may have open; Kafka's guide wants 100 000 at least. */
export const leastOpenFiles = 100_000;
