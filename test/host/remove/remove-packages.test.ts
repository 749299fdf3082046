import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {Context} from '../../../source/core/plan.ts';
import {forgetPackages, removePackages} from '../../../source/host/remove/remove-packages.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

type Package = {
	readonly state?: 'installed' | 'config-files';
	readonly auto?: boolean;
	readonly needs?: readonly string[];
	/** The content of its configuration file, and what the package brought. */
	readonly config?: readonly [now: string, packaged: string];
};

/** An apt that knows these packages: what removing some takes along, and what then is needed by none. */
function debianWith(packages: Readonly<Record<string, Package>>, before?: readonly string[]) {
	const root = tempDir();
	const kept = join(root, 'kept');
	mkdirSync(join(root, 'db'));
	mkdirSync(kept);
	for (const [name, {state = 'installed', auto = false, needs = [], config}] of Object.entries(packages)) {
		const lines = config === undefined ? [] : [join(root, `${name}.conf`), config[1]];
		if (config !== undefined) writeFileSync(lines[0]!, config[0]);
		writeFileSync(join(root, 'db', name), [state, auto ? 'auto' : 'manual', needs.join(' '), ...lines].join('\n') + '\n');
	}
	if (before !== undefined) writeFileSync(join(kept, 'packages-before'), before.map(name => `${name}\n`).join(''));
	const prefix = shims({
		'dpkg-query': `cd ${root}/db
case "$*" in
	*Conffiles*) f=$(sed -n 4p "\${@: -1}"); [ ! "$f" ] || echo " $f $(sed -n 5p "\${@: -1}" | tr -d '\\n' | md5sum | cut -d' ' -f1)" ;;
	*Abbrev*) ;;
	*) sed -n 1p "\${@: -1}" 2>/dev/null | tr -d '\\n' ;;
esac`,
		dpkg: '',
		'apt-mark': `cd ${root}/db; for p in *; do [ "$(sed -n 1,2p $p | tr '\\n' ' ')" = 'installed auto ' ] && echo $p; done; true`,
		'apt-get': `cd ${root}/db; verb= names= all= sim=
for word; do case $word in -s) sim=1 ;; --auto-remove) all=1 ;; -*|*::*|*=*) ;; remove|purge) verb=$word ;; autoremove) all=1 ;; *) names+=" $word " ;; esac; done
declare -A state mark needs
for p in *; do mapfile -t line <$p; [ "\${line[0]}" = installed ] && mark[$p]=\${line[1]} needs[$p]=" \${line[2]} "; done
gone=$names
for round in 1 2 3; do
	for p in "\${!mark[@]}"; do
		case $gone in *" $p "*) continue ;; esac
		for n in \${needs[$p]}; do case $gone in *" $n "*) gone+=" $p " ;; esac; done
		needed=
		for q in "\${!mark[@]}"; do case $gone in *" $q "*) ;; *) case \${needs[$q]} in *" $p "*) needed=1 ;; esac ;; esac; done
		if [ "$all" ] && [ \${mark[$p]} = auto ] && [ ! "$needed" ]; then gone+=" $p "; fi
	done
done
for p in $(printf '%s\\n' $gone | sort -u); do
	[ -e $p ] || continue
	if [ "$sim" ]; then [ ! "\${mark[$p]}" ] || echo "Remv $p [1.0]"; continue; fi
	echo "$verb $p" >>${root}/effects
	if [ $verb = purge ]; then f=$(sed -n 4p $p); rm -f $p $f; else sed -i '1s/.*/config-files/' $p; fi
done; true`,
	});
	const paths = {'/var/lib/kafka-setup': kept, '/var/lib/dpkg/updates': join(root, 'none')};
	const connection = localConnection({prefix, paths});
	// A job has the PATH of its host: here it must be ours.
	const show: Context['show'] = (_script, {input} = {}) =>
		connection.exec(rawCommand(String(input).replace(/^export PATH=.*$/m, '')));
	return {
		context: () => fakeContext(connection, {show}),
		effects: () => (existsSync(join(root, 'effects')) ? readFileSync(join(root, 'effects'), 'utf8').trim().split('\n') : []),
		root,
		kept,
	};
}

async function take(host: ReturnType<typeof debianWith>, ...names: readonly string[]) {
	const context = host.context();
	const step = removePackages({names});
	const changes = await step.check(context);
	const notes = [...context.seen.notes];
	if (changes.length > 0) await step.apply(context);
	expect(await step.check(host.context())).toEqual([]);
	return {changes: changes.map(({what, reason}) => (reason === undefined ? what : `${what}: ${reason}`)), notes};
}

test('what we installed goes, with what came along and is needed by nothing else', async () => {
	const host = debianWith(
		{
			kafka: {needs: ['common', 'base']},
			registry: {needs: ['common', 'lib']},
			common: {auto: true},
			lib: {auto: true},
			editor: {needs: ['lib']},
			base: {auto: true},
			idle: {auto: true},
		},
		['base', 'idle'],
	);
	const {changes, notes} = await take(host, 'kafka', 'registry', 'not-there');
	expect(changes).toEqual(['remove package kafka', 'remove package registry', 'remove package common: nothing else needs it']);
	expect(notes).toEqual([]);
	expect(host.effects()).toEqual(['purge common', 'purge kafka', 'purge registry']);
	const step = forgetPackages();
	expect(await step.check(host.context())).toHaveLength(1);
	await step.apply(host.context());
	expect(await step.check(host.context())).toEqual([]);
	expect(existsSync(host.kept)).toBe(false);
});

test('a package that the host had before stays, and so does all of which the host has no record', async () => {
	const packages = {curl: {}, kafka: {}};
	const {changes, notes} = await take(debianWith(packages, ['curl']), 'curl', 'kafka');
	expect(changes).toEqual(['remove package kafka']);
	expect(notes).toEqual(['left: package curl was installed before']);
	const unknown = debianWith(packages);
	expect(await take(unknown, 'kafka')).toEqual({
		changes: [],
		notes: ['left: package kafka, for /var/lib/kafka-setup/packages-before does not say whether it was installed before'],
	});
	expect(unknown.effects()).toEqual([]);
});

test('a package that another one needs stays, with what it needs itself', async () => {
	const host = debianWith({java: {needs: ['lib']}, lib: {auto: true}, kafka: {}, tomcat: {needs: ['java']}}, []);
	const {changes, notes} = await take(host, 'java', 'kafka');
	expect(changes).toEqual(['remove package kafka']);
	expect(notes).toEqual(['left: package java is needed by tomcat']);
	expect(host.effects()).toEqual(['purge kafka']);
});

test('configuration that was changed by hand is not purged', async () => {
	const host = debianWith({kafka: {config: ['by hand', 'packaged']}, java: {config: ['packaged', 'packaged']}}, []);
	const {notes} = await take(host, 'kafka', 'java');
	expect(notes).toEqual(['left: the configuration of package kafka, of which a file was changed by hand']);
	expect(host.effects()).toEqual(['remove kafka', 'purge java']);
	expect(readFileSync(join(host.root, 'kafka.conf'), 'utf8')).toBe('by hand');
	expect(existsSync(join(host.root, 'java.conf'))).toBe(false);
});

test('what an interrupted removal left of a package goes', async () => {
	const host = debianWith({kafka: {state: 'config-files', config: ['packaged', 'packaged']}}, []);
	expect((await take(host, 'kafka')).changes).toEqual(['remove package kafka']);
	expect(host.effects()).toEqual(['purge kafka']);
});

test('with rpm, what is needed by others stays, and so does what only that needs', async () => {
	const root = tempDir();
	writeFileSync(join(root, 'packages-before'), 'curl\n');
	const prefix = shims({
		rpm: `case "$*" in
	'-q --quiet '*) exit 0 ;;
	'-e --test kafka') ;;
	'-e --test java') echo '	java is needed by (installed) tomcat-1.0-1.noarch' >&2; exit 1 ;;
	'-e --test lib') echo '	lib is needed by (installed) java-17-1.x86_64' >&2; exit 1 ;;
	'-q --qf %{NAME}\\n tomcat'*) echo tomcat ;;
	'-q --qf %{NAME}\\n java'*) echo java ;;
	*) echo "unscripted: $*" >&2; exit 9 ;;
esac`,
	});
	const context = fakeContext(localConnection({prefix, paths: {'/var/lib/kafka-setup': root}}), {facts: rocky});
	const changes = await removePackages({names: ['lib', 'java', 'kafka', 'curl']}).check(context);
	expect(changes.map(({what}) => what)).toEqual(['remove package kafka']);
	expect(context.seen.notes).toEqual([
		'left: package curl was installed before',
		'left: package java is needed by tomcat',
		'left: package lib is needed by java',
	]);
});
