import {expect, test} from 'vitest';
import {kafkaIn, sha512In, stemOf} from '../../source/cluster/archive.ts';

const digits = '0123456789abcdef'.repeat(8);
const groups = digits.toUpperCase().match(/.{8}/g)!;

test.each([
	['bare', digits],
	['in capital letters', digits.toUpperCase()],
	['as sha512sum writes it', `${digits}  kafka_2.13-4.3.1.tgz\n`],
	[
		'as Apache has it',
		`kafka_2.13-4.3.1.tgz: ${groups.slice(0, 8).join(' ')}\n                      ${groups.slice(8).join(' ')}\n`,
	],
	['in groups without the name', groups.join(' ')],
])('a sha512 %s', (_, text) => {
	expect(sha512In(text)).toBe(digits);
});

test.each([digits.slice(1), `${digits}0`, `x${digits.slice(1)}`, '/home/x/kafka.sha512', ''])('no sha512: %j', text => {
	expect(sha512In(text)).toBeUndefined();
});

test.each([
	['kafka_2.13-4.3.1.tgz', '4.3.1'],
	['/srv/kafka_2.12-3.9.2.tar.gz', '3.9.2'],
	['https://downloads.apache.org/kafka/4.3.1/kafka_2.13-4.3.1.tgz', '4.3.1'],
	['kafka-4.3.1-src.tgz', undefined],
	['kafka_2.13-4.3.1.tgz.asc', undefined],
	['kafka_2.13-4.3.1-site-docs.tgz', undefined],
	['confluent-community-8.3.1.tar.gz', undefined],
])('the name %s says version %s', (name, version) => {
	expect(kafkaIn(name)).toBe(version);
});

test('what Java is unpacked to is named as its archive', () => {
	expect(stemOf('/x/OpenJDK17U-jre_x64_linux_hotspot_17.0.15_6.tar.gz')).toBe('OpenJDK17U-jre_x64_linux_hotspot_17.0.15_6');
	expect(stemOf('/x/jdk.rpm')).toBeUndefined();
	expect(stemOf('/x/.tar.gz')).toBeUndefined();
});
