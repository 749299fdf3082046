import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {idGiver} from '../../../source/commands/install/given-ids.ts';
import {type CheckSheet, sheetOf} from '../../../source/core/check-sheet.ts';
import {InputError} from '../../../source/core/errors.ts';
import type {CheckFinding} from '../../../source/core/events.ts';
import {catalogue} from '../../../source/kafka/preflight/catalogue.ts';
import {type Answers, noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import type {PageId} from '../../../source/ui/wizard/page-order.ts';
import {createCheck} from '../../../source/ui/wizard/probe/cluster-check.ts';
import {createProbes} from '../../../source/ui/wizard/probe/probes.ts';
import type {
	Beginning,
	CheckAsked,
	HostProbe,
	Origin,
	PlanSummary,
	ProbeTarget,
	WizardFunctions,
	WizardResult,
} from '../../../source/ui/wizard/wizard-functions.ts';
import {initialState} from '../../../source/ui/wizard/wizard-state.ts';
import {Wizard} from '../../../source/ui/wizard/wizard-view.tsx';
import {show} from '../helpers/app.ts';

export const fingerprint = (host: string) =>
	`SHA256:${host
		.replace(/[^a-z0-9]/g, '')
		.padEnd(43, 'x')
		.slice(0, 43)}`;

export const nobody: Beginning = {drafts: [], files: [], demo: false};

/** A host where everything is well. */
export const wellHost: HostProbe = {
	items: {
		reach: {state: 'ok', text: '1 ms'},
		hostKey: {state: 'ok', text: 'known'},
		login: {state: 'ok', text: 'admin'},
		sudo: {state: 'ok', text: 'no password'},
		os: {state: 'ok', text: 'Debian 12'},
		java: {state: 'ok', text: 'none yet'},
		memory: {state: 'ok', text: '7.8 GB'},
		disk: {state: 'ok', text: '92 GB'},
		clock: {state: 'ok', text: '0 s'},
	},
	done: true,
};

export const samplePlan: PlanSummary = {
	stages: [
		{id: 'preflight', title: 'Check hosts', hosts: [{name: 'kafka-01', changes: [], notes: []}]},
		{
			id: 'kafka',
			title: 'Kafka',
			hosts: [
				{
					name: 'kafka-01',
					changes: [
						{what: 'install package confluent-kafka'},
						{what: 'create /etc/kafka/server.properties', after: 'broker.id=1\n'},
						{what: 'change /etc/x', before: 'a=1\n', after: 'a=2\n', reason: 'edited'},
					],
					notes: [],
				},
			],
		},
	],
};

/** What `check` says of hosts on which these checks are well, but for some findings. */
export function sheetFor(
	hosts: readonly string[],
	findings: readonly CheckFinding[] = [],
	well: readonly string[] = ['memory'],
): CheckSheet {
	const fine = hosts.flatMap(host =>
		well.map((check): CheckFinding => ({host, check, state: 'ok', found: 'fine', wanted: 'fine', why: 'it matters'})),
	);
	return sheetOf({
		version: '0.1.0',
		cluster: 'kafka',
		hosts: hosts.map(name => ({name})),
		catalogue,
		events: [],
		skipped: new Set(),
		before: [...findings, ...fine.filter(one => !findings.some(other => one.host === other.host && one.check === other.check))],
		unseen: new Set(),
	});
}

type Calls = {
	readonly probed: ProbeTarget[];
	readonly checked: CheckAsked[];
	/** How often it was asked to try again what was refused. */
	readonly tried: true[];
	readonly remembered: Answers[];
	/** Where those came from. */
	readonly origins: Origin[];
	readonly saved: {readonly text: string; readonly path: string}[];
	readonly planned: string[];
	/** The paths of the files that were planned. */
	readonly plannedFor: string[];
};

const refuse = (what: string) => async (): Promise<never> => {
	throw new Error(`unscripted: ${what}`);
};

/** Functions that do what a test says, note what was asked of them, and fail on the rest. */
export function fakeFunctions(
	own: Partial<WizardFunctions> = {},
	probeOf: (target: ProbeTarget) => HostProbe = () => wellHost,
): {readonly functions: WizardFunctions; readonly calls: Calls} {
	const calls: Calls = {probed: [], checked: [], tried: [], remembered: [], origins: [], saved: [], planned: [], plannedFor: []};
	return {
		calls,
		functions: {
			probe(target, _secrets, found) {
				calls.probed.push(target);
				found(probeOf(target));
				return () => undefined;
			},
			readText: refuse('readText'),
			keptAs: async () => undefined,
			readDriver: refuse('readDriver'),
			readConnector: refuse('readConnector'),
			readKafka: refuse('readKafka'),
			readJava: refuse('readJava'),
			complete: refuse('complete'),
			trySecret: refuse('trySecret'),
			ids: async () => idGiver(undefined),
			async check(asked) {
				calls.checked.push(asked);
				const names = parseCluster(asked.clusterText, 'kafka.yaml').hosts.map(({name}) => name);
				return sheetFor(names.filter(name => !asked.without.includes(name)));
			},
			tryAgain: () => void calls.tried.push(true),
			hasRefusal: () => false,
			async plan(text, path) {
				calls.planned.push(text);
				calls.plannedFor.push(path);
				return samplePlan;
			},
			async save(text, path) {
				calls.saved.push({text, path});
				return `${path} written`;
			},
			openFile: refuse('openFile'),
			remember(answers, from) {
				calls.remembered.push(answers);
				calls.origins.push(from);
			},
			...own,
		},
	};
}

export const missing = (name: string) => async (): Promise<never> => {
	throw new InputError(`${name} is not there`, {hint: 'look again'});
};

export type SceneOptions = {
	readonly hosts?: string;
	readonly answers?: Partial<Answers>;
	readonly beginning?: Beginning;
	readonly functions?: Partial<WizardFunctions>;
	readonly probeOf?: (target: ProbeTarget) => HostProbe;
};

/** The wizard at a page, on a terminal of 100 columns and 24 rows. */
export function wizardAt(page: PageId, options: SceneOptions = {}) {
	const {functions, calls} = fakeFunctions(options.functions, options.probeOf);
	const results: WizardResult[] = [];
	const probing = createProbes(functions.probe, 0);
	const answers = {...noAnswers, hosts: options.hosts ?? '', ...options.answers};
	const app = show(
		<Wizard
			initial={initialState(answers, page)}
			functions={functions}
			beginning={options.beginning ?? nobody}
			probing={probing}
			checking={createCheck(functions.check, 0)}
			onFinish={result => results.push(result)}
		/>,
	);
	return {
		...app,
		calls,
		results,
		answers: () => calls.remembered.at(-1)!,
		/** The title of the page that is shown. */
		page: () =>
			app
				.frame()
				.split('\n')[0]!
				.trim()
				.replace(/\s{2,}/g, ' | '),
	};
}
