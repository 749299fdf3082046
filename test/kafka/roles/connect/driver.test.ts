import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {zipSync} from 'fflate';
import {afterAll, describe, expect, it} from 'vitest';
import {checkDriver} from '../../../../source/kafka/roles/connect/artifacts/driver.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-setup-'));
afterAll(() => rmSync(folder, {recursive: true}));

const bytes = (text: string) => new TextEncoder().encode(text);
const classOf = (major: number) => new Uint8Array([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, major]);
function write(name: string, content: Uint8Array | Record<string, Uint8Array>): string {
	const path = join(folder, name);
	writeFileSync(path, content instanceof Uint8Array ? content : zipSync(content));
	return path;
}
const declared = {'META-INF/services/java.sql.Driver': bytes('# ours\norg.example.Driver # the one\n')};

describe('a JDBC driver', () => {
	it('is a jar that declares one, for the Java that the hosts get', () => {
		const path = write('good.jar', {...declared, 'org/example/Driver.class': classOf(52)});
		expect(checkDriver(path, sampleCluster.platform)).toEqual({name: 'good.jar', driverClass: 'org.example.Driver', java: 8});
	});

	it.each([
		['missing.jar', undefined, /connect\.driver: .*missing\.jar does not exist/],
		['empty.jar', new Uint8Array(), /is empty/],
		['page.jar', bytes('<html>Not found</html>'), /is not a zip or jar file/],
		['cut.jar', zipSync({...declared, 'a.class': classOf(52)}).slice(0, 60), /is a damaged zip file/],
		['sources.jar', {'org/example/Driver.java': bytes('class Driver {}')}, /has no META-INF\/services\/java\.sql\.Driver in it/],
		['new.jar', {...declared, 'org/example/Driver.class': classOf(65)}, /needs Java 21, and the hosts get Java 17/],
	])('is not %s', (name, content, message) => {
		const path = content === undefined ? join(folder, name) : write(name, content);
		expect(() => checkDriver(path, sampleCluster.platform)).toThrow(message);
	});

	it('may be a jar for several Javas, whose newer classes are of no concern', () => {
		const path = write('multi.jar', {
			...declared,
			'META-INF/versions/21/A.class': classOf(65),
			'module-info.class': classOf(65),
			'A.class': classOf(52),
		});
		expect(checkDriver(path, sampleCluster.platform).driverClass).toBe('org.example.Driver');
	});

	it('may need the newer Java that the file names, and no newer one than that', () => {
		const path = write('newer.jar', {...declared, 'org/example/Driver.class': classOf(65)});
		const on = (javaPackage: string) => checkDriver(path, {version: '8.3', javaPackage});
		expect(on('openjdk-21-jre-headless').java).toBe(21);
		expect(() => on('openjdk-17-jre-headless')).toThrow(/needs Java 21, and the hosts get Java 17/);
	});

	it('may be a folder by mistake', () => {
		expect(() => checkDriver(folder, sampleCluster.platform)).toThrow(/is a folder/);
	});
});
