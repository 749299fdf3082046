import {rawCommand} from '../../source/core/command.ts';
import type {Change} from '../../source/core/events.ts';
import type {ConvergeStep} from '../../source/core/plan.ts';
import {type ServiceSpec, service} from '../../source/host/service/service.ts';
import type {Answer} from './fake-connection.ts';

const exec =
	'ExecStart={ path=/usr/bin/demo-start ; argv[]=/usr/bin/demo-start /etc/demo.conf ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; status=0/0 }';
export const record =
	'/etc/demo.conf 11 2026-11-23 10:00:00.000000000 +0000\n/etc/demo.d/own.conf 12 2026-11-23 10:00:00.000000000 +0000\n';

type Stand = {
	readonly properties?: Readonly<Record<string, string>>;
	readonly started?: string;
	readonly now?: string;
	readonly answers?: boolean;
};
/** How the unit `demo` stands, as a host says it. */
export function stand({properties = {}, started = record, now = record, answers = true}: Stand = {}): Answer {
	const all = {
		LoadState: 'loaded',
		UnitFileState: 'enabled',
		ActiveState: 'active',
		SubState: 'running',
		Result: 'success',
		MainPID: '77',
		NRestarts: '0',
		NeedDaemonReload: 'no',
		Boot: 'one 5',
		...properties,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}=${value}`);
	return {
		command: '/systemctl show .*<\\/run\\/kafka-setup\\/demo.started.*stat -c/s',
		stdout: `${lines.join('\n')}\n${exec}\n== started\n${started}== now\n${now}== answers\n${answers ? 'yes\n' : ''}`,
	};
}
export const bare = stand({
	properties: {LoadState: 'not-found', UnitFileState: '', ActiveState: 'inactive', SubState: 'dead', MainPID: '0'},
	started: '',
	now: '',
	answers: false,
});
export const stopped = stand({
	properties: {ActiveState: 'inactive', SubState: 'dead', MainPID: '0'},
	started: '',
	answers: false,
});
export const stale = stand({now: record.replace('conf 11', 'conf 99')});

export const spec: ServiceSpec = {
	id: 'start',
	title: 'Start',
	unit: 'demo',
	config: [],
	files: ['/etc/demo.conf', '/etc/demo.d/own.conf'],
	answers: {what: 'port 1 to answer', command: rawCommand('true')},
	fatal: ['Fatal error'],
	startSeconds: 5,
};
/** The step that starts it. */
export const demo = (more: Partial<ServiceSpec> = {}): ConvergeStep => service({...spec, ...more}).at(-1)!;
export const config = (changes: readonly Change[]): ConvergeStep => ({
	id: 'c',
	title: 'c',
	check: async () => changes,
	apply: async () => {},
});
