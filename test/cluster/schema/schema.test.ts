import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {configSchema} from '../../../source/commands/config-schema.ts';
import {everyRole} from '../file/problems-of.ts';

type Schema = {
	readonly type?: string;
	readonly description?: string;
	readonly pattern?: string;
	readonly default?: unknown;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
};

const schema: Schema & {readonly $schema?: string} = JSON.parse(configSchema());

/** Objects of the schema with their place. */
function objects(part: Schema, path: string): readonly (readonly [path: string, part: Schema])[] {
	const inner = [
		...Object.entries(part.properties ?? {}),
		...(part.items ? [['[]', part.items] as const] : []),
		...(part.anyOf ?? []).map(option => ['|', option] as const),
	];
	return [
		...(part.properties ? [[path, part] as const] : []),
		...inner.flatMap(([key, value]) => objects(value, `${path}.${key}`)),
	];
}

test('the schema is draft-07 and asks for name, hosts and roles alone', () => {
	expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
	expect(schema.required).toEqual(['name', 'hosts', 'roles']);
});

test('every key has a description, and no mapping takes unknown keys', () => {
	const found = objects(schema, '');
	expect(found.length).toBe(17);
	for (const [path, part] of found) {
		expect(part.additionalProperties, path).toBe(false);
		for (const [key, value] of Object.entries(part.properties!)) expect(value.description, `${path}.${key}`).toMatch(/^\S.{5,}/);
	}
});

test('the schema knows the defaults and the patterns', () => {
	expect(schema.properties?.['schema-registry']?.properties?.port?.default).toBe(8080);
	expect(schema.properties?.name?.pattern).toBe('^[a-z][a-z0-9-]{0,40}$');
	expect(schema.properties?.platform?.properties?.version).toMatchObject({enum: ['7.9', '8.0', '8.1', '8.2', '8.3']});
	// Which one follows from the roles, and from the cluster that is there.
	expect(schema.properties?.platform?.properties?.version).not.toHaveProperty('default');
});

test('the keys of a file are keys of the schema', () => {
	const file: Record<string, object> = parse(`${everyRole}kafka: {port: 1}\n`);
	for (const [key, value] of Object.entries(file)) {
		expect(Object.keys(schema.properties!)).toContain(key);
		if (key === 'roles' || key === 'kafka')
			expect(Object.keys(schema.properties![key]!.properties!)).toEqual(expect.arrayContaining(Object.keys(value)));
	}
});
