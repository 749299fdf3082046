/** What kafka-setup itself puts on a worker's host, beside the files of the distribution. */
export const sourcesDir = '/etc/kafka-connect-jdbc';
export const secretsDir = `${sourcesDir}/secrets`;
export const sourceFile = (name: string) => `${sourcesDir}/source-${name}.properties`;
export const passwordFile = (name: string) => `${name}.password`;

/** How far a standalone worker has read each table. */
export const offsetsFile = (dataDir: string) => `${dataDir}/connect.offsets`;

/** The driver beside the jars of the connector. One name, whatever its version: two versions in one folder would both be loaded. */
export const driverFile = (jars: string) => `${jars}/kafka-setup-jdbc-driver.jar`;
