/** Kafka's cluster id: 16 bytes in base64 (org.apache.kafka.common.Uuid). Text of other letters and lengths is none. */
export const clusterIdPattern = /^[\w-]{1,64}$/;
