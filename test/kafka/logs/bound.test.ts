import {fileURLToPath} from 'node:url';
import {getProperties} from 'properties-file';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {roleIds, roleOf} from '../../../source/cluster/roles.ts';
import {logEnvironment} from '../../../source/kafka/logs/configuration.ts';
import {logBytes, logSpaceOf} from '../../../source/kafka/logs/space.ts';
import {logText} from '../../../source/kafka/logs/text.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const mib = 1024 * 1024;
/** The one size that stands in a setting such as `25MB`. */
const mb = (text: string | undefined) => Number(/^(\d+)MB?$/.exec(text ?? '')?.[1]) * mib;

/** What a file of Log4j, as its own words have it, lets a service write: the path of each log, and all bytes of it. */
type Bounds = Readonly<Record<string, number>>;

function boundsOfProperties(text: string): Bounds {
	const settings = getProperties(text);
	const appenders = Object.keys(settings).flatMap(key => /^log4j\.appender\.([^.]+)$/.exec(key)?.[1] ?? []);
	return Object.fromEntries(
		appenders.flatMap(name => {
			const of = (key: string) => settings[`log4j.appender.${name}.${key}`];
			if (settings[`log4j.appender.${name}`] === 'org.apache.log4j.ConsoleAppender') return [];
			expect(settings[`log4j.appender.${name}`]).toBe('org.apache.log4j.RollingFileAppender');
			return [[of('File'), mb(of('MaxFileSize')) * (Number(of('MaxBackupIndex')) + 1)] as const];
		}),
	);
}

type Rolling = {
	readonly name: string;
	readonly fileName: string;
	readonly filePattern: string;
	readonly SizeBasedTriggeringPolicy: {readonly size: string};
	readonly DefaultRolloverStrategy: {readonly max: number};
};
type Logger = {
	readonly name: string;
	readonly level: string;
	readonly additivity?: boolean;
	readonly AppenderRef?: {readonly ref: string};
};
type Yaml = {
	readonly Configuration: {
		readonly Appenders: {readonly RollingFile: readonly Rolling[]};
		readonly Loggers: {
			readonly Root: {readonly AppenderRef: readonly {readonly ref: string}[]};
			readonly Logger?: readonly Logger[];
		};
	};
};

const boundsOfYaml = (text: string): Bounds =>
	Object.fromEntries(
		(parse(text) as Yaml).Configuration.Appenders.RollingFile.map(one => {
			expect(one.filePattern).toBe(`${one.fileName}.%i`);
			return [one.fileName, mb(one.SizeBasedTriggeringPolicy.size) * (one.DefaultRolloverStrategy.max + 1)];
		}),
	);

function gcBound(environment: Readonly<Record<string, string>>): number {
	const [option] = Object.entries(environment).flatMap(([name, value]) => (name.endsWith('_GC_LOG_OPTS') ? [value] : []));
	if (option === undefined) return 0;
	const [, count, size] = /:filecount=(\d+),filesize=(\d+M)$/.exec(option) ?? [];
	return mb(size) * (Number(count) + 1);
}

const sum = (bounds: Bounds) => Object.values(bounds).reduce((total, one) => total + one, 0);

describe.each(roleIds)('the logs of %s', role => {
	const environment = logEnvironment(sampleCluster, role);

	it.each([
		['log4j', boundsOfProperties],
		['log4j2', boundsOfYaml],
	] as const)('are no more than is told, by what %s is given', async (logging, boundsOf) => {
		const text = logText(sampleCluster, role, logging);
		const golden = new URL(
			`../../golden/logs/${role}-${logging === 'log4j' ? 'log4j.properties' : 'log4j2.yaml'}`,
			import.meta.url,
		);
		await expect(text).toMatchFileSnapshot(fileURLToPath(golden));
		const bounds = boundsOf(text);
		const {files, script} = roleOf(role).logs;
		const directory = logging === 'log4j' ? script.property : `sys:${script.property}`;
		expect(Object.keys(bounds)).toEqual(files.map(({file}) => `\${${directory}}/${file}`));
		expect(sum(bounds) + gcBound(environment)).toBe(logBytes(roleOf(role).logs));
	});

	it('have the same loggers for both kinds of Log4j', () => {
		const settings = getProperties(logText(sampleCluster, role, 'log4j'));
		const {Root, Logger = []} = (parse(logText(sampleCluster, role, 'log4j2')) as Yaml).Configuration.Loggers;
		const loggers = Object.entries(settings).flatMap(([key, value]): Logger[] => {
			const [, name] = /^log4j\.logger\.(.+)$/.exec(key) ?? [];
			if (name === undefined) return [];
			const [level = '', ref] = value.split(', ');
			if (ref === undefined) return [{name, level}];
			return [{name, level, additivity: settings[`log4j.additivity.${name}`] !== 'false', AppenderRef: {ref}}];
		});
		expect(loggers).toEqual(Logger);
		expect(settings['log4j.rootLogger']).toBe(['INFO', ...Root.AppenderRef.map(({ref}) => ref)].join(', '));
	});
});

it('no two services write one file', () => {
	const paths = roleIds.flatMap(id => {
		const {directory, files, gc} = roleOf(id).logs;
		return [...files, ...(gc === undefined ? [] : [gc])].map(({file}) => `${directory}/${file}`);
	});
	expect(new Set(paths).size).toBe(paths.length);
});

it('what they take of a host is told by directory', () => {
	const [first] = sampleCluster.hosts;
	const of = (...roles: readonly (typeof roleIds)[number][]) =>
		roles.reduce((total, role) => total + logBytes(roleOf(role).logs), 0);
	expect(logSpaceOf(sampleCluster, first!.name)).toEqual([
		{directory: '/var/log/kafka', bytes: of('zookeeper', 'kafka')},
		{directory: '/var/log/confluent/schema-registry', bytes: of('schema-registry')},
	]);
	expect(logSpaceOf(sampleCluster, 'db-01')).toEqual([]);
});
