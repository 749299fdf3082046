import {type Command, sh} from '../../core/command.ts';
import type {CommandResult} from '../../core/connection.ts';
import {remoteWords} from '../../core/text.ts';
import {heldCommands, lockState, mutex} from './host-lock-state.ts';

/** /run, so that a reboot drops all locks, as it ends all that they were held for. */
export const lockRoot = '/run/kafka-setup';
/** How long a lock is good for after the last sign of life of its holder. */
export const leaseSeconds = 60;

/** Who works on a host, as they tell the others. */
export type Owner = {
	/** `user@machine`. */
	readonly who: string;
	readonly pid: number;
	/** Equal for two processes that see each other's process ids. */
	readonly machine: string;
	readonly cluster: string;
	/** ISO 8601, of the owner's clock: to be shown, never to be reckoned with. */
	readonly since: string;
};

export type Holder = Owner & {
	readonly token: string;
	/** How often the lock of this host was taken since its start. */
	readonly epoch: number;
	readonly step: string;
	/** Seconds since the last sign of life, by the host's own clock. */
	readonly quiet: number;
	/** The process of a command of theirs that runs on the host now. */
	readonly running?: number;
};

/** A command of a former holder that still runs. */
export type Straggler = {readonly pid: number; readonly step: string};

export type Claim =
	| {readonly kind: 'taken'; readonly epoch: number; readonly stragglers: readonly Straggler[]}
	| {readonly kind: 'held'; readonly holder: Holder}
	/** Ours once, and lost: to the holder, or to nobody that holds it still. */
	| {readonly kind: 'lost'; readonly holder?: Holder};

export type TakeOptions = {
	readonly root: string;
	readonly token: string;
	readonly owner: Owner;
	/** The token of a holder that is known to be dead. */
	readonly over?: string;
	/** The lock was ours before the link died: it goes on, or is taken anew after a reboot, and is never taken back. */
	readonly again?: boolean;
};

/**
 * Bash that takes the lock of a host if it is free, or if its lease is over and no command of its holder runs.
 *
 * `lock/owner` has the token, then `KEY VALUE` lines; `lock/last` the epoch and the token of whoever took it last, which
 * outlives a release. The owner is written first and the commands of others are looked for only then, where a holder
 * tells of its command first and looks at the owner only then (`guarded`): of two that meet, at least one sees the other.
 */
export function takeScript({root, token, owner, over = '', again = false}: TakeOptions): Command {
	const fields = Object.entries(owner).map(([key, value]) => `${key} ${oneLine(String(value))}`);
	return sh`mkdir -p -m 700 -- ${root} ${`${root}/lock`} && chmod 0700 -- ${root} || exit
${mutex(root)}
mine=${token} over=${over} again=${again ? 1 : []}
${lockState}
epoch=0 last=
[ ! -f "$dir/last" ] || read -r epoch last <"$dir/last"
# Arithmetic would run what stands in brackets.
[[ $epoch =~ ^[0-9]+$ ]] || epoch=0
if [ "$again" ] && [ "$token" != "$mine" ] && [ "$last" ]; then echo lost; tell; exit 0; fi
if [ "$token" ] && [ "$token" != "$mine" ] && [ "$token" != "$over" ] && { [ "$running" ] || [ "$quiet" -lt ${leaseSeconds * 100} ]; }; then
	echo held; tell; exit 0
fi
if [ "$token" != "$mine" ]; then
	epoch=$((10#$epoch + 1))
	echo "$epoch $mine" >"$dir/last" &&
	printf '%s\\n' "$mine" "epoch $epoch" "uptime $now" ${fields} >"$dir/owner.new" && mv -f -- "$dir/owner.new" "$dir/owner" || exit
fi
echo "taken $epoch"
${heldCommands(true)}`;
}

/** Bash that tells who holds the lock; prints nothing when nobody does. */
export const lookScript = (root: string): Command => sh`[ -f ${`${root}/lock/owner`} ] || exit 0
${mutex(root)}
${lockState}
tell`;

/** Bash that tells which commands of others still run. */
export const stragglersScript = (root: string, token: string): Command => sh`mine=${token} dir=${`${root}/lock`}
${heldCommands(false)}`;

/**
 * Bash that frees the lock if `token` holds it, and prints `freed` then. What tells of a running command stays, for the
 * next one to wait for.
 */
export const releaseScript = (root: string, token: string): Command => sh`[ -f ${`${root}/lock/owner`} ] || exit 0
${mutex(root)}
read -r token <"$dir/owner"
[ "$token" = ${token} ] || exit 0
rm -f -- "$dir/owner" && echo freed`;

const oneLine = (text: string) => text.replaceAll(/[\x00-\x1f\x7f]+/g, ' ');

/** So many characters of an answer are read: what is told of a lock has a few lines, and each command that still runs one. */
const mostRead = 64 * 1024;

function linesOf(stdout: string): {readonly key: string; readonly value: string}[] {
	const lines = stdout
		.slice(0, mostRead)
		.split('\n')
		.filter(line => line !== '');
	return lines.map(line => {
		const space = line.indexOf(' ');
		return space < 0 ? {key: line, value: ''} : {key: line.slice(0, space), value: line.slice(space + 1).trim()};
	});
}

/** What `tell` printed, if there was a holder: with words that may be shown, whoever has written them there. */
export function readHolder({stdout}: Pick<CommandResult, 'stdout'>): Holder | undefined {
	const fields = new Map(linesOf(stdout).map(({key, value}) => [key, value]));
	const text = (key: string) => fields.get(key) ?? '';
	const words = (key: string) => remoteWords(text(key));
	if (text('token') === '') return undefined;
	return {
		token: text('token'),
		epoch: Number(text('epoch')),
		who: words('who'),
		pid: Number(text('pid')),
		machine: text('machine'),
		cluster: words('cluster'),
		since: words('since'),
		step: words('step'),
		quiet: Number(text('quiet')) / 100,
		...(text('running') === '' ? {} : {running: Number(text('running'))}),
	};
}

export function readStragglers({stdout}: Pick<CommandResult, 'stdout'>): Straggler[] {
	return linesOf(stdout)
		.filter(({key}) => key === 'straggler')
		.map(({value}) => ({pid: Number.parseInt(value, 10), step: remoteWords(value.replace(/^\d+ ?/, ''))}));
}

/** What `takeScript` said; undefined when it failed. */
export function readClaim(result: CommandResult): Claim | undefined {
	const [first] = linesOf(result.stdout);
	if (result.code !== 0 || first === undefined) return undefined;
	if (first.key === 'taken') return {kind: 'taken', epoch: Number(first.value), stragglers: readStragglers(result)};
	const holder = readHolder(result);
	if (first.key === 'lost') return {kind: 'lost', ...(holder === undefined ? {} : {holder})};
	return holder === undefined ? undefined : {kind: 'held', holder};
}
