import * as z from 'zod/mini';
import {format} from '../core/events.ts';

/** What the published schema says besides types; a part with an `id` stands in it once, by that name. */
const descriptions = z.registry<{description?: string; id?: string}>();
const told = <T extends z.ZodMiniType>(schema: T, description: string): T => {
	descriptions.add(schema, {description});
	return schema;
};
const named = <T extends z.ZodMiniType>(id: string, schema: T): T => {
	descriptions.add(schema, {id});
	return schema;
};

const text = (description?: string) => (description === undefined ? z.string() : told(z.string(), description));
const maybe = (description: string) => told(z.optional(z.string()), description);
const milliseconds = () => told(z.number(), 'in milliseconds');

const ref = named('stepRef', z.object({stage: text(), host: text(), step: text()}));
const thing = named(
	'thing',
	z.object({
		kind: z.enum([
			'file',
			'directory',
			'data',
			'package',
			'service',
			'firewall',
			'key',
			'plugin',
			'archive',
			'link',
			'logs',
			'user',
			'group',
		]),
		name: text(),
	}),
);
const change = named(
	'change',
	z.object({
		what: text('a short phrase that starts with a verb'),
		before: maybe('the whole content before, where a diff helps'),
		after: maybe('the whole content that is wanted'),
		reason: z.optional(text()),
		puts: told(z.optional(z.array(thing)), 'what it puts on the host; removed by destroy'),
		removes: told(z.optional(z.array(thing)), 'what it removes from the host'),
	}),
);
const difference = named(
	'difference',
	z.object({
		subject: text('what differs from what the cluster is built on'),
		there: text('as it is on the hosts'),
		wanted: text('as the cluster file has it'),
		wayOut: told(
			z.array(z.union([z.object({say: text()}), z.object({run: text('a command, as it is typed')})])),
			'what to do, a line each',
		),
	}),
);
const diagnosis = named(
	'diagnosis',
	z.object({
		id: text('stable, as in docs/troubleshooting.md'),
		cause: text(),
		evidence: told(
			z.array(
				z.object({
					source: text('the file, or the unit whose journal it is'),
					line: told(z.number(), 'counted from 1; of a journal, from where it was read'),
					text: text(),
					time: maybe('as the log writes it'),
				}),
			),
			'the lines that show it',
		),
		fixes: told(z.array(text()), 'what to do, the likeliest first'),
		link: text('where more is written about it'),
	}),
);
const failure = named(
	'failure',
	z.object({
		message: text('what happened and where'),
		diagnosis: told(z.optional(diagnosis), 'where the cause is known'),
		differences: z.optional(z.array(difference)),
		hint: maybe('what to do next'),
		command: z.optional(text()),
		code: z.optional(z.number()),
		tail: told(z.optional(z.array(text())), 'the last lines of output'),
	}),
);
const report = named(
	'report',
	z.union([
		z.object({
			kind: told(z.literal('member'), 'what a member is to the others of its service'),
			host: text(),
			part: z.enum(['leader', 'follower', 'observer', 'standalone', 'controller']),
		}),
		z.object({
			kind: told(z.literal('records'), 'how many records a partition has'),
			topic: text(),
			partition: z.number(),
			count: z.number(),
		}),
		z.object({
			kind: told(z.literal('endpoint'), 'where a service answered'),
			host: text(),
			address: text('HOST:PORT, or a URL'),
			local: told(z.optional(z.literal(true)), 'it answers on that host alone'),
		}),
		z.object({
			kind: told(z.literal('log-space'), 'how much disk the logs in a directory of a host can take at most'),
			host: text(),
			directory: text(),
			bytes: z.number(),
		}),
		z.object({
			kind: told(z.literal('check'), 'what a check of the host found; of a run those that are not well'),
			host: text(),
			check: text('its id, as docs/checks.md has it'),
			state: z.enum(['ok', 'warning', 'failed', 'skipped', 'not-checked']),
			found: text('as it is'),
			wanted: text('as it is wanted'),
			why: text('why it matters for Kafka'),
			fix: maybe('what to do'),
			run: maybe('the command that does it on that host'),
		}),
		z.object({
			kind: told(
				z.enum(['kept', 'left']),
				'a thing that stays on the host: kept on purpose, or left because it is not as it was put there',
			),
			what: text(),
		}),
		z.object({
			kind: told(z.literal('rows'), 'how many rows a table has that its connector reads, and how many records its topic has had'),
			source: text(),
			table: text(),
			topic: text(),
			rows: z.number(),
			records: z.number(),
		}),
		z.object({
			kind: told(z.literal('unproven'), 'what a test could not prove though nothing speaks against it'),
			what: text(),
		}),
		z.object({kind: told(z.literal('todo'), 'what is left for the operator to do'), what: text()}),
	]),
);
const outcome = z.enum(['ok', 'changed', 'skipped', 'failed', 'unreachable', 'unknown', 'cancelled']);
const counts = named(
	'counts',
	z.object({ok: z.number(), changed: z.number(), failed: z.number(), unreachable: z.number(), skipped: z.number()}),
);
const recap = z.object({total: counts, hosts: told(z.record(z.string(), counts), 'by the name of the host')});
const step = z.object({id: text(), title: text()});
const stage = z.object({id: text(), title: text(), hosts: z.array(z.object({name: text(), steps: z.array(step)}))});

const event = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
	z.object({
		at: text('ISO 8601, the clock of the machine that kafka-setup runs on'),
		type: z.literal(type),
		...shape,
	});

/** The shape of an event, for programs that read the JSON lines. It says the same as the type `RunEvent`. */
export const runEvent = z.union([
	event('run-started', {
		format: told(z.literal(format), 'version of this format; a reader should refuse one that it does not know'),
		version: text('version of kafka-setup'),
		cluster: text(),
		mode: z.enum(['apply', 'check', 'test']),
		operation: told(
			z.enum(['install', 'destroy']),
			'what is done to the cluster; destroy removes what other runs have put on the hosts',
		),
		stages: z.array(stage),
	}),
	event('host-connected', {
		host: text(),
		address: text(),
		user: text(),
		os: text(),
		because: maybe('why OpenSSH’s own ssh carries the login, where ssh.transport is auto and it was needed'),
		notFollowed: told(
			z.optional(z.array(text())),
			'settings of ssh_config that the built-in transport does not follow on the way to the host, such as “BindAddress” or “MACs of bastion”',
		),
		durationMs: milliseconds(),
	}),
	event('plan-settled', {
		stages: told(z.array(stage), 'as they will be run, once the hosts have said what is on them; only where they differ'),
	}),
	event('step-started', {ref}),
	event('step-waiting', {ref, for: text()}),
	event('step-progress', {ref, bytes: z.number(), of: z.number()}),
	event('command-started', {
		ref,
		command: text(),
		asked: maybe('what is asked of the service itself; the command would show the same, and is not run'),
	}),
	event('output', {ref, stream: z.enum(['stdout', 'stderr']), text: text('not cut at line ends')}),
	event('command-finished', {
		ref,
		command: text(),
		code: told(z.nullable(z.number()), 'null when the connection was lost before it exited'),
	}),
	event('step-finished', {
		ref,
		outcome,
		changes: z.array(change),
		notes: z.array(text('for people')),
		reports: told(z.optional(z.array(report)), 'what it found out, for programs'),
		durationMs: milliseconds(),
		failure: z.optional(failure),
	}),
	event('run-finished', {
		outcome: z.enum(['succeeded', 'failed', 'cancelled']),
		recap,
		durationMs: milliseconds(),
		failure: told(z.optional(failure), 'what stopped the run outside of any step'),
	}),
]);

/** The JSON Schema (draft-07) of one line. Later versions may add keys, so it allows keys that it does not know. */
export function eventJsonSchema(): object {
	const schema = z.toJSONSchema(runEvent, {target: 'draft-7', io: 'input', metadata: descriptions});
	return {...schema, title: 'kafka-setup run event'};
}

/** The schema as its file holds it. */
export const eventSchemaText = (): string => JSON.stringify(eventJsonSchema(), undefined, '\t') + '\n';
