import {expect, test} from 'vitest';
import {majorIn} from '../../../source/cluster/checks/java.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {problemsOf} from '../file/problems-of.ts';

test.each<[string, number | undefined]>([
	['openjdk-17-jre-headless', 17],
	['java-21-openjdk', 21],
	['java-1.8.0-openjdk-headless', 8],
	['temurin-25-jre', 25],
	['java-17-amazon-corretto-headless', 17],
	['zulu21-jre', 21],
	['default-jre-headless', undefined],
	['my-runtime', undefined],
])('the package %s brings Java %s', (name, major) => {
	expect(majorIn(name)).toBe(major);
});

const file = (keeper: string, platform: string) =>
	`name: orders\nhosts: [kafka-01]\nroles: {${keeper}: [kafka-01], kafka: [kafka-01]}\nplatform: {${platform}}\n`;

test('a Java on which the version does not run is refused; that version is the file’s, or what it would get', () => {
	const refused = (keeper: string, platform: string) => problemsOf(file(keeper, platform)).join('\n');
	expect(refused('controller', 'javaPackage: openjdk-11-jre')).toContain(
		'openjdk-11-jre is Java 11, and Confluent Platform 8.3 runs on 17 to 25',
	);
	expect(refused('zookeeper', 'javaPackage: openjdk-25-jre')).toContain('Confluent Platform 7.9 runs on 11 to 23');
	expect(refused('controller', "version: '7.9', javaPackage: openjdk-25-jre")).toContain('Confluent Platform 7.9');
});

test('one on which it does, or that tells no number, is taken', () => {
	for (const [keeper, name] of [
		['controller', 'openjdk-25-jre'],
		['zookeeper', 'openjdk-11-jre'],
		['controller', 'default-jre'],
	] as const) {
		expect(parseCluster(file(keeper, `javaPackage: ${name}`), 'x').platform.javaPackage).toBe(name);
	}
});
