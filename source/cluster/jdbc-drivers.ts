/** The drivers that are met, by their class: what they are called, and the URLs that they take (their own documentation). */
const drivers: Readonly<Record<string, {readonly of: string; readonly takes: RegExp}>> = {
	'org.postgresql.Driver': {of: 'PostgreSQL', takes: /^jdbc:postgresql:/i},
	'com.microsoft.sqlserver.jdbc.SQLServerDriver': {of: 'SQL Server', takes: /^jdbc:sqlserver:/i},
	'net.sourceforge.jtds.jdbc.Driver': {of: 'SQL Server (jTDS)', takes: /^jdbc:jtds:/i},
	'com.mysql.cj.jdbc.Driver': {of: 'MySQL', takes: /^jdbc:mysql(?:\+srv)?:/i},
	'com.mysql.jdbc.Driver': {of: 'MySQL', takes: /^jdbc:mysql:/i},
	// 3.x takes jdbc:mysql: only where the URL says permitMysqlScheme.
	'org.mariadb.jdbc.Driver': {of: 'MariaDB', takes: /^jdbc:(?:mariadb:|mysql:.*permitMysqlScheme)/i},
	'oracle.jdbc.OracleDriver': {of: 'Oracle', takes: /^jdbc:oracle:/i},
	'oracle.jdbc.driver.OracleDriver': {of: 'Oracle', takes: /^jdbc:oracle:/i},
	'com.ibm.db2.jcc.DB2Driver': {of: 'Db2', takes: /^jdbc:(?:db2|ibmdb):/i},
	'org.sqlite.JDBC': {of: 'SQLite', takes: /^jdbc:sqlite:/i},
	'org.h2.Driver': {of: 'H2', takes: /^jdbc:h2:/i},
};

/** The database that a driver is for, if it is known and takes no such URL; undefined where it fits, or nobody knows. */
export function otherDatabase(driverClass: string, url: string): string | undefined {
	const known = Object.hasOwn(drivers, driverClass) ? drivers[driverClass] : undefined;
	return known === undefined || known.takes.test(url) ? undefined : known.of;
}

/** Of these Confluent's connector brings a driver along. */
export const isBundled = (url: string): boolean => /^jdbc:(?:postgresql|sqlserver|oracle|sqlite|jtds):/i.test(url);
