import {expect, test} from 'vitest';
import {editDistance, nearest} from '../../../source/cluster/file/nearest.ts';

test('a swap of neighbours is one edit', () => {
	expect(editDistance('kafak', 'kafka')).toBe(1);
	expect(editDistance('', 'abc')).toBe(3);
	expect(editDistance('port', 'prt')).toBe(1);
});

test('the spelling of compound words makes no difference', () => {
	expect(nearest('schema_registry', ['kafka', 'schema-registry'])).toBe('schema-registry');
	expect(nearest('DATADIRS', ['dataDirs', 'dataDir'])).toBe('dataDirs');
});

test('what is far from every known word has no nearest', () => {
	expect(nearest('brokers', ['zookeeper', 'kafka', 'connect'])).toBeUndefined();
	expect(nearest('', ['a'])).toBeUndefined();
});
