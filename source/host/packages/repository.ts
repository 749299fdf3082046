import {type Command, rawCommand, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {put} from '../files/put.ts';
import {must} from '../shell.ts';
import {fetchKey, fingerprintsOf, type KeySource, keySource} from './repository-key.ts';

export type RepositorySpec = {
	/** Names the files: /etc/apt/sources.list.d/NAME.list, /etc/yum.repos.d/NAME.repo. */
	readonly name: string;
	/** Base address: below it lie deb/VERSION and rpm/VERSION, each with the key as archive.key. */
	readonly url: string;
	/** Such as `7.9`. */
	readonly version: string;
	/** Fingerprint of the key that the packages have to be signed with, 40 hex digits; or the path on this machine of an armored key. */
	readonly key: string;
};

type Layout = {
	readonly url: string;
	readonly source: string;
	readonly key: string;
	readonly content: string;
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
			content: `deb [signed-by=${key}] ${at} stable main\n`,
			rpm: false,
		};
	}
	const key = `/etc/pki/rpm-gpg/RPM-GPG-KEY-${name}`;
	const at = `${base}/rpm/${version}`;
	const lines = [`[${name}]`, `name=${name} ${version}`, `baseurl=${at}`, 'enabled=1', 'gpgcheck=1', `gpgkey=file://${key}`];
	return {url: at, source: `/etc/yum.repos.d/${name}.repo`, key, content: `${lines.join('\n')}\n`, rpm: true};
}

type State = {readonly source: string | undefined; readonly key: readonly string[]; readonly imported: boolean};

/** One question: the source, the key file, and whether rpm knows the key by its short id, which is what rpm calls it by. */
async function look(context: Context, layout: Layout, key: KeySource): Promise<State> {
	const id = key.fingerprint.slice(-8).toLowerCase();
	const told = (word: string, path: string): Command => sh`if [ -f ${path} ]; then echo ${word}; base64 -w0 -- ${path}; echo; fi`;
	const imported = layout.rpm ? sh`rpm -qa 'gpg-pubkey*' | grep -qi -- ${id} && echo imported` : rawCommand('true');
	const {stdout} = await context.exec(sh`${told('source', layout.source)}
${told('key', layout.key)}
${imported}
true`);
	const after = (word: string) => {
		const found = new RegExp(`^${word}\\n(.*)$`, 'm').exec(stdout)?.[1];
		return found === undefined ? undefined : Buffer.from(found, 'base64');
	};
	return {source: after('source')?.toString(), key: fingerprintsOf(after('key')), imported: /^imported$/m.test(stdout)};
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
	if (state.source !== layout.content) {
		const verb = state.source === undefined ? 'create' : 'update';
		changes.push({
			what: `${verb} ${layout.source}`,
			...(state.source === undefined ? {} : {before: state.source}),
			after: layout.content,
			puts: [{kind: 'file', name: layout.source}],
		});
	}
	return changes;
}

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
			return changesOf(await look(context, layout, key), layout, key);
		},
		async apply(context) {
			manager(context);
			const key = keySource(spec.key);
			const layout = layoutOf(context, spec);
			const state = await look(context, layout, key);
			if (!isPinned(state.key, key)) {
				const armored = key.armored ?? (await fetchKey(context, `${layout.url}/archive.key`, key.fingerprint));
				await must(context, sh`mkdir -p -m 755 ${layout.key.replace(/\/[^/]*$/, '')}`);
				await put(context, {path: layout.key, content: Buffer.from(armored), ...own});
			}
			if (layout.rpm && !state.imported) await must(context, sh`rpm --import ${layout.key}`);
			if (state.source !== layout.content)
				await put(context, {path: layout.source, content: Buffer.from(layout.content), ...own});
		},
	};
}
