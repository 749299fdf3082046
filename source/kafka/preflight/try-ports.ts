import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';

/** How long a port may take to answer, in seconds; and how long those of the first look, all of which answer in a sound network. */
export const patience = 4;
const firstPatience = 1;

export type Target = {readonly name: string; readonly port: number};

/**
 * Bash: `probe HOST PORT...` prints a line `HOST PORT REASON` for each, one after another, where `open` stands for a port that
 * is open; nothing is the reason as long as nothing answers.
 */
const probe = rawCommand(`probe() {
	local host=$1 port
	shift
	for port; do printf '\\n%s %s ' "$host" "$port"; { exec 3<>"/dev/tcp/$host/$port"; } 2>&1 && echo open; done
}`);

/**
 * Each group of ports, of one host, is asked by one process, beside the others: one for each port would be a hundred on each of
 * twenty hosts. One limit holds for all of them.
 */
function attempts(groups: readonly (readonly [name: string, ports: readonly number[]])[], seconds: number): Command {
	const probes = groups.map(([name, ports]) => sh`exec {fd}< <(probe ${name} ${ports}); all+=($fd)`);
	const read = rawCommand('for fd in "${all[@]}"; do mapfile -t lines <&$fd; printf \'%s\\n\' "${lines[@]}"; done');
	return sh`LC_ALL=C timeout ${seconds} bash -c ${joined([probe, ...probes, read], '\n').text}`;
}

/** What is said of a port; undefined if nothing answers there. */
const saidIn = (stdout: string, {name, port}: Target): string | undefined => {
	const start = `${name} ${port} `;
	const line = stdout.split('\n').find(one => one.startsWith(start) && one !== start);
	return line?.slice(start.length).replace(/^.*: /, '');
};

/** What each port answers: `open`, or why not; undefined if nothing answers. One that is silent keeps those behind it waiting: each by itself then. */
export async function tryPorts(
	{exec}: Pick<Context, 'exec'>,
	targets: readonly Target[],
): Promise<(target: Target) => string | undefined> {
	const names = [...new Set(targets.map(({name}) => name))];
	const groups = names.map(one => [one, targets.filter(({name}) => name === one).map(({port}) => port)] as const);
	const first = await exec(attempts(groups, firstPatience));
	const left = targets.filter(target => saidIn(first.stdout, target) === undefined);
	const single = left.map(({name, port}) => [name, [port]] as const);
	const second = left.length === 0 ? first : await exec(attempts(single, patience));
	return target => {
		const said = saidIn(first.stdout, target) ?? saidIn(second.stdout, target);
		return said === undefined ? undefined : remoteWords(said);
	};
}
