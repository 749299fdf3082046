import {basename} from 'node:path';
import {majorIn} from '../../../../cluster/checks/java.ts';
import {versionOf} from '../../../../cluster/versions.ts';
import {InputError} from '../../../../core/errors.ts';
import {readZip} from './zip.ts';

const service = 'META-INF/services/java.sql.Driver';
const isClass = (name: string) => name.endsWith('.class') && !name.startsWith('META-INF/') && name !== 'module-info.class';

/** Class file version 52 is Java 8, and each Java since then is one more (JVM specification 4.1). */
const javaOfClass = (bytes: Uint8Array) => ((bytes[6] ?? 0) << 8) + (bytes[7] ?? 0) - 44;

export type Driver = {
	/** The jar's file name. */
	readonly name: string;
	readonly driverClass: string;
	/** The oldest Java that it runs on. */
	readonly java: number;
};

/** @throws InputError if it is no JDBC driver. */
function readDriver(path: string): Driver {
	let first: string | undefined;
	const entries = readZip(path, 'connect.driver', name => {
		if (name === service) return true;
		if (first !== undefined || !isClass(name)) return false;
		first = name;
		return true;
	});
	const declared = entries.get(service);
	if (declared === undefined) {
		throw new InputError(`connect.driver: ${path} has no ${service} in it, so it is no JDBC driver`, {
			hint: "Take the driver's own jar: not its sources, its documentation, or the archive around it.",
		});
	}
	const driverClass =
		new TextDecoder()
			.decode(declared)
			.split(/\r?\n/)
			.map(line => line.replace(/#.*/, '').trim())
			.find(Boolean) ?? '';
	return {name: basename(path), driverClass, java: javaOfClass(entries.get(first ?? '') ?? new Uint8Array())};
}

/**
 * Looks at the JDBC driver before any host is touched: a jar, with a driver in it, for the Java that the hosts get.
 * @throws InputError
 */
export function checkDriver(
	path: string,
	{version, javaPackage = ''}: {readonly version: string; readonly javaPackage?: string | undefined},
): Driver {
	const driver = readDriver(path);
	const java = majorIn(javaPackage) ?? versionOf({platform: {version}}).java.preferred;
	if (driver.java > java) {
		throw new InputError(`connect.driver: ${path} needs Java ${driver.java}, and the hosts get Java ${java}`, {
			hint: `Take the driver's build for Java ${java} or older (its name often ends in .jre11 or similar), or name a newer Java: platform.javaPackage.`,
		});
	}
	return driver;
}
