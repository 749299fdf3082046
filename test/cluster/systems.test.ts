import {expect, test} from 'vitest';
import {javaPackageOn} from '../../source/cluster/systems.ts';
import {versions} from '../../source/cluster/versions.ts';

test.each<[string, string, 'apt' | 'dnf' | 'yum', string | undefined, string | undefined]>([
	// What the lab has, and most clusters.
	['debian', '12', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['rocky', '9.4', 'dnf', 'java-17-openjdk-headless', 'java-17-openjdk-headless'],
	['rhel', '8.10', 'yum', 'java-17-openjdk-headless', 'java-17-openjdk-headless'],
	['ubuntu', '20.04', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['ubuntu', '24.04', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	// No 17.
	['debian', '13', 'apt', 'openjdk-21-jre-headless', 'openjdk-21-jre-headless'],
	['debian', '14', 'apt', 'openjdk-21-jre-headless', 'openjdk-21-jre-headless'],
	['rhel', '10.0', 'dnf', 'java-21-openjdk-headless', 'java-21-openjdk-headless'],
	['ol', '10.1', 'dnf', 'java-21-openjdk-headless', 'java-21-openjdk-headless'],
	// Only an older one, or none at all.
	['debian', '10', 'apt', 'openjdk-11-jre-headless', undefined],
	['debian', '9', 'apt', undefined, undefined],
	// A name of its own.
	['amzn', '2023', 'dnf', 'java-17-amazon-corretto-headless', 'java-17-amazon-corretto-headless'],
	// Nothing is known of these: a release number of Mint is not one of Debian, and testing has none.
	['linuxmint', '22', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['debian', '', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	// What a host says of itself is any text.
	['constructor', '12', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['__proto__', '9', 'dnf', 'java-17-openjdk-headless', 'java-17-openjdk-headless'],
	['debian', '12; reboot', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['debian', '$(reboot)', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['debian', '-1', 'apt', 'openjdk-17-jre-headless', 'openjdk-17-jre-headless'],
	['fedora', '40', 'dnf', 'java-17-openjdk-headless', 'java-17-openjdk-headless'],
])('%s %s (%s) gets %s for 7.9 and %s for 8.3', (osId, osVersion, packageManager, with79, with83) => {
	const on = (version: string) => javaPackageOn({osId, osVersion, packageManager}, versions[version]!.java);
	expect([on('7.9'), on('8.3')]).toEqual([with79, with83]);
});

test('the next major is taken before an older one', () => {
	const system = {osId: 'rhel', osVersion: '9.4', packageManager: 'dnf'} as const;
	expect(javaPackageOn(system, {oldest: 11, newest: 25, preferred: 18})).toBe('java-21-openjdk-headless');
	expect(javaPackageOn(system, {oldest: 11, newest: 19, preferred: 18})).toBe('java-17-openjdk-headless');
});
