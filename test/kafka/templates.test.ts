import fc from 'fast-check';
import {getProperties} from 'properties-file';
import {describe, expect, it} from 'vitest';
import {escapeProperty, escapeUnit, renderProperties, renderUnit, Verbatim} from '../../source/kafka/templates.ts';

const source = {
	cluster: 'orders',
	name: 'orders',
	connectorClass: 'X',
	url: 'jdbc:x',
	user: 'app',
	passwordFile: 'orders.password',
	secretsDir: '/secrets',
	tables: ['a', 'b'],
	mode: 'incrementing',
	incrementingColumn: 'id',
	timestampColumn: undefined,
	pollIntervalMs: 5000,
	topicPrefix: 'orders-',
};

describe('a properties file', () => {
	it('reads back what was put in, whatever it is', () => {
		const text = fc.oneof(
			fc.string({unit: 'binary'}),
			fc.string(),
			fc.constantFrom(' lead', 'trail ', 'a=b', '#c', '!d', '\\', 'a\\', '\r\n', 'é\u{1F600}', '${x}', '&<>'),
		);
		fc.assert(
			fc.property(text, text, (url, topicPrefix) => {
				const read = getProperties(renderProperties('source.properties', {...source, url, topicPrefix}));
				expect(read['connection.url']).toBe(url);
				expect(read['topic.prefix']).toBe(topicPrefix);
				expect(read.mode).toBe('incrementing');
			}),
		);
	});

	it('is ASCII, so that Latin-1 and UTF-8 readers see the same', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), value => {
				expect(escapeProperty(value)).toMatch(/^[\x20-\x7e]*$/);
			}),
		);
	});

	it('has extra properties in place of ours, and the rest after', () => {
		const text = renderProperties('source.properties', source, {extra: {'poll.interval.ms': '1', 'a key': ' b'}});
		expect(text.match(/^poll\.interval\.ms=.*$/gm)).toEqual(['poll.interval.ms=1']);
		expect(getProperties(text)).toMatchObject({'poll.interval.ms': '1', 'a key': ' b', mode: 'incrementing'});
	});

	it('has those of one host in place of both', () => {
		const extra = {'poll.interval.ms': '1', a: 'b', c: 'd'};
		const text = renderProperties('source.properties', source, {extra, own: {a: 'own', mode: 'bulk'}});
		expect(getProperties(text)).toMatchObject({'poll.interval.ms': '1', a: 'own', c: 'd', mode: 'bulk'});
		expect(text.match(/^(?:a|mode)=.*$/gm)).toEqual(['a=own', 'mode=bulk']);
		expect(text).toMatch(/# properties of this host in the cluster file\.\na=own\nmode=bulk\n$/);
		expect(renderProperties('source.properties', source, {extra, own: {}})).toBe(
			renderProperties('source.properties', source, {extra}),
		);
	});

	it('says which kinds of tables are read, and that their columns may be NULL, only where the file does', () => {
		const lines = (more: object) => renderProperties('source.properties', {...source, ...more}).split('\n');
		const without = lines({});
		expect(without.filter(line => /table.types|validate/.test(line))).toEqual([]);
		const both = lines({tableTypes: ['TABLE', 'PARTITIONED TABLE'], nullableColumns: true});
		expect(both.filter(line => !without.includes(line))).toEqual([
			'table.types=TABLE,PARTITIONED TABLE',
			'validate.non.null=false',
		]);
		expect(both).toHaveLength(without.length + 2);
	});

	it('is not made of missing values', () => {
		expect(() => renderProperties('source.properties', {...source, url: undefined})).toThrow('a template got undefined');
		expect(() => renderProperties('source.properties', {...source, url: null})).toThrow('a template got null');
	});
});

describe('a unit file', () => {
	const values = {
		cluster: 'orders',
		dataDirs: ['/data%1'],
		writable: [],
		mounts: ['/data%1'],
		after: ['confluent-zookeeper.service'],
		heapVariable: 'KAFKA_HEAP_OPTS',
		heap: '1g',
		cache: '/var/cache/kafka-setup/u',
		logs: [['LOG_DIR', '/var/log/50%']],
		startRecord: new Verbatim("ExecStartPre=+/bin/sh -c 'stat %%n'"),
		restartSeconds: 5,
		stopSeconds: 180,
		openFiles: 100_000,
		hardening: new Verbatim(renderUnit('hardening.conf', {})),
	};

	it('has specifiers doubled, and what is escaped already as it is', () => {
		const text = renderUnit('drop-in.conf', values);
		expect(text).toContain('RequiresMountsFor=/data%%1\nAssertPathIsMountPoint=/data%%1\n');
		expect(renderUnit('drop-in.conf', {...values, mounts: []})).not.toContain('AssertPathIsMountPoint');
		expect(text).toContain("\nExecStartPre=+/bin/sh -c 'stat %%n'\n");
	});

	it('takes no control character, which would begin another setting', () => {
		expect(() => renderUnit('drop-in.conf', {...values, heap: '1g\nUser=root'})).toThrow('control character');
		fc.assert(
			fc.property(
				fc.string().filter(text => !/[\x00-\x1f\x7f]/.test(text)),
				text => {
					expect(escapeUnit(text).replaceAll('%%', '')).not.toContain('%');
				},
			),
		);
	});
});
