/** Root's, and below it a directory of each of our units, which is its account's alone. */
export const cacheFolder = '/var/cache/kafka-setup';

/**
 * Where the JVM of a unit has its temporary files (`java.io.tmpdir`). It unpacks the libraries of zstd, snappy and lz4 there and
 * loads them from there; from a /tmp that is mounted noexec, as hardened hosts have it, it could not.
 */
export const cacheOf = (unit: string) => `${cacheFolder}/${unit}`;
