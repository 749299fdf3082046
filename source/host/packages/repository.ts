import {type Command, rawCommand, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {put} from '../files/put.ts';
import {must} from '../shell.ts';
import {type Held, whyHeld} from './hold.ts';
import {fetchKey, fingerprintsOf, type KeySource, keySource, unexpired} from './repository-key.ts';

export type RepositorySpec = {
	/** Names the files: /etc/apt/sources.list.d/NAME.list, /etc/yum.repos.d/NAME.repo. */
	readonly name: string;
	/** Base address: below it lie deb/VERSION and rpm/VERSION, each with the key as archive.key. */
	readonly url: string;
	/** Such as `7.9`. */
	readonly version: string;
	/** Fingerprint of the key that the packages have to be signed with, 40 hex digits; or the path on this machine of an armored key. */
	readonly key: string;
	/** Packages of it that stay as they are installed: where rpm is, the source offers no other ones of them. */
	readonly held: Held;
};

type Layout = {
	readonly url: string;
	readonly source: string;
	readonly key: string;
	/** @param held the names of what is held on the host */
	readonly contentWith: (held: readonly string[]) => string;
	readonly rpm: boolean;
};

function layoutOf(context: Context, {name, url, version}: RepositorySpec): Layout {
	const base = url.replace(/\/+$/, '');
	if (context.facts.packageManager === 'apt') {
		const key = `/etc/apt/keyrings/${name}.asc`;
		const at = `${base}/deb/${version}`;
		return {
			url: at,
			source: `/etc/apt/sources.list.d/${name}.list`,
			key,
			contentWith: () => `deb [signed-by=${key}] ${at} stable main\n`,
			rpm: false,
		};
	}
	const key = `/etc/pki/rpm-gpg/RPM-GPG-KEY-${name}`;
	const at = `${base}/rpm/${version}`;
	const lines = [`[${name}]`, `name=${name} ${version}`, `baseurl=${at}`, 'enabled=1', 'gpgcheck=1', `gpgkey=file://${key}`];
	const excluded = (held: readonly string[]) => (held.length === 0 ? [] : [`# ${whyHeld}`, `excludepkgs=${held.join(' ')}`]);
	const contentWith = (held: readonly string[]) => `${[...lines, ...excluded(held)].join('\n')}\n`;
	return {url: at, source: `/etc/yum.repos.d/${name}.repo`, key, contentWith, rpm: true};
}

type State = {
	readonly source: string | undefined;
	readonly content: string;
	readonly key: readonly string[];
	readonly imported: boolean;
};

/** A name of a package, as rpm says it. */
const packageName = /^[A-Za-z0-9][\w.+-]*$/;

/** What is installed of a family in the version of its leader, by the lines `NAME VERSION` of all. */
function heldIn(lines: readonly string[], {leader}: Held): readonly string[] {
	const found = lines.map(line => line.split(' ') as [string, string?]);
	const version = found.find(([name]) => name === leader)?.[1];
	const names = found.flatMap(([name, its]) =>
		version !== undefined && its === version && packageName.test(name) ? [name] : [],
	);
	return [...new Set(names)].sort();
}

/** One question: the source, the key file, and whether rpm knows the key by its short id, which is what rpm calls it by. */
async function look(context: Context, layout: Layout, key: KeySource, held: Held): Promise<State> {
	const id = key.fingerprint.slice(-8).toLowerCase();
	const told = (word: string, path: string): Command => sh`if [ -f ${path} ]; then echo ${word}; base64 -w0 -- ${path}; echo; fi`;
	const imported = layout.rpm ? sh`rpm -qa 'gpg-pubkey*' | grep -qi -- ${id} && echo imported` : rawCommand('true');
	const installed = layout.rpm ? sh`rpm -qa --qf 'held %{NAME} %{VERSION}\n' ${held.family}` : rawCommand('true');
	const {stdout} = await context.exec(sh`${told('source', layout.source)}
${told('key', layout.key)}
${imported}
${installed}
true`);
	const after = (word: string) => {
		const found = new RegExp(`^${word}\\n(.*)$`, 'm').exec(stdout)?.[1];
		return found === undefined ? undefined : Buffer.from(found, 'base64');
	};
	const lines = stdout.split('\n').flatMap(line => (line.startsWith('held ') ? [line.slice('held '.length)] : []));
	return {
		source: after('source')?.toString(),
		content: layout.contentWith(heldIn(lines, held)),
		key: fingerprintsOf(after('key')),
		imported: /^imported$/m.test(stdout),
	};
}

/** All keys of the file have to be the pinned one: apt and rpm trust each key that stands there. */
const isPinned = (found: readonly string[], {fingerprint}: KeySource) =>
	found.length > 0 && found.every(one => one === fingerprint);

function changesOf(state: State, layout: Layout, key: KeySource): Change[] {
	const changes: Change[] = [];
	if (!isPinned(state.key, key)) {
		const verb = state.key.length > 0 ? 'replace' : 'create';
		changes.push({
			what: `${verb} ${layout.key}`,
			reason: `the key ${key.fingerprint} that signs the packages of ${layout.url}`,
			puts: [{kind: 'file', name: layout.key}],
		});
	}
	if (layout.rpm && !state.imported)
		changes.push({what: `import the key ${key.fingerprint} into rpm`, puts: [{kind: 'key', name: key.fingerprint}]});
	if (state.source !== state.content) {
		const verb = state.source === undefined ? 'create' : 'update';
		changes.push({
			what: `${verb} ${layout.source}`,
			...(state.source === undefined ? {} : {before: state.source}),
			after: state.content,
			puts: [{kind: 'file', name: layout.source}],
		});
	}
	return changes;
}

const overHttp =
	'anyone on the network path can read what is fetched, and offer older packages that the same key has signed. Use https if the mirror has it.';

/**
 * A package repository in the layout of Confluent's, as a source of apt, dnf or yum. The host fetches the key from the
 * repository and it is judged here: nothing is written unless it has the pinned fingerprint.
 * @throws InputError if `key` is neither a fingerprint nor a file with one key; StepError if the key is not to be had or another one.
 */
export function repository(spec: RepositorySpec): ConvergeStep {
	const own = {owner: 'root', group: 'root', mode: 0o644};
	const manager = (context: Context) => {
		if (context.facts.packageManager) return;
		throw new StepError(`${context.host.name} has neither apt nor dnf nor yum`, {
			hint: 'Only hosts with one of them can be set up.',
		});
	};
	return {
		id: `repository-${spec.name}`,
		title: `Package repository ${spec.name} ${spec.version}`,
		async check(context) {
			manager(context);
			const key = keySource(spec.key);
			const layout = layoutOf(context, spec);
			const changes = changesOf(await look(context, layout, key, spec.held), layout, key);
			if (changes.length > 0 && /^http:/i.test(layout.url)) context.note(`${layout.url} is not encrypted: ${overHttp}`);
			return changes;
		},
		async apply(context) {
			manager(context);
			const key = keySource(spec.key);
			const layout = layoutOf(context, spec);
			const state = await look(context, layout, key, spec.held);
			if (!isPinned(state.key, key)) {
				const armored =
					key.file === undefined
						? await fetchKey(context, `${layout.url}/archive.key`, key.fingerprint)
						: unexpired(key.file, `the package key ${spec.key}`);
				await must(context, sh`mkdir -p -m 755 ${layout.key.replace(/\/[^/]*$/, '')}`);
				await put(context, {path: layout.key, content: Buffer.from(armored), ...own});
			}
			if (layout.rpm && !state.imported) await must(context, sh`rpm --import ${layout.key}`);
			if (state.source !== state.content) await put(context, {path: layout.source, content: Buffer.from(state.content), ...own});
		},
	};
}
