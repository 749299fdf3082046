import {sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {file} from '../files/file.ts';
import {managerOf} from './package.ts';
import {pinnedScript} from './package-apt.ts';

/** Packages that have one version, which stays as it is until somebody updates them on purpose. */
export type Held = {
	/** The package that tells the version. */
	readonly leader: string;
	/** A glob of the names of all of them. */
	readonly family: string;
};

export type HoldSpec = Held & {
	readonly id: string;
	/** Names the file. */
	readonly name: string;
	/** The version to install where none is yet; undefined as long as nobody knows it. */
	readonly version: () => string | undefined;
};

/** The version that is installed, without the packager's release. */
export async function installedVersion(context: Context, leader: string): Promise<string | undefined> {
	const {manager} = managerOf(context);
	return manager.parse((await context.exec(manager.query([leader]))).stdout).get(leader)?.version;
}

/** What the host's files say of it. */
export const whyHeld = 'Written by kafka-setup: a newer one waits until all hosts are updated on purpose.';

const pathOf = (name: string) => `/etc/apt/preferences.d/kafka-setup-${name}.pref`;

/** The version that a host is to install: a run that was cut before had settled it. One that its mirror no longer has is none. */
export async function heldVersion(context: Context, name: string, leader: string): Promise<string | undefined> {
	if (context.facts.packageManager !== 'apt') return undefined;
	const {stdout} = await context.exec(pinnedScript(pathOf(name), leader));
	const held = /^pinned (\d[\w.+~]*)$/m.exec(stdout)?.[1];
	const offered = [...stdout.matchAll(/^offers (?:\d+:)?(\d[\w.+~]*)-[\w.+~]+$/gm)].map(([, version]) => version);
	return offered.includes(held) ? held : undefined;
}

/** Above what is newer (500) and below what would take a newer one back (1000): apt_preferences(5). */
const text = ({family}: Held, version: string) => `Explanation: ${whyHeld}
Package: ${family}
Pin: version ${version}-*
Pin-Priority: 990
`;

export const holdTitle = 'Hold of the version';

/** The same in a plan, which can't name the version before any host has one, and in its run. */
export const holding = ({family}: Held, puts?: Change['puts']): Change => ({
	what: `hold ${family} at the version of all hosts`,
	...(puts === undefined ? {} : {puts}),
});

/**
 * Where apt is: what is installed of a family of packages gets no newer version by an upgrade of the host, and what is to
 * be installed gets the same one. Elsewhere nothing: there the package source itself says it (`repository`).
 */
export function aptHold(spec: HoldSpec): ConvergeStep {
	const path = pathOf(spec.name);
	const wanted = async (context: Context) => (await installedVersion(context, spec.leader)) ?? spec.version();
	const fileOf = (version: string) => file({id: spec.id, title: path, path, content: text(spec, version)});
	return {
		id: spec.id,
		title: holdTitle,
		async check(context) {
			if (context.facts.packageManager !== 'apt') return [];
			const version = await wanted(context);
			const changes = version === undefined ? undefined : await fileOf(version).check(context);
			if (changes !== undefined && (changes.length === 0 || changes.some(({before}) => before !== undefined))) return changes;
			return [holding(spec, [{kind: 'file', name: path}])];
		},
		async apply(context) {
			const version = await wanted(context);
			if (version === undefined) {
				throw new StepError(
					`${spec.leader} is not installed on ${context.host.name}, and its package sources name no version of it`,
					{
						hint: `Look what they have: ${sh`apt-cache policy ${spec.leader}`.text}`,
					},
				);
			}
			await fileOf(version).apply(context);
		},
	};
}
