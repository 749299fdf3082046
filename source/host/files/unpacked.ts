import {type Command, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {safely} from '../enter.ts';
import {beside, tryBeside} from '../inspect.ts';
import {job} from '../job/job.ts';
import {failed} from '../shell.ts';

/** Where an archive comes from: a file of this machine, or a URL that the host fetches by curl. */
export type Origin =
	| {readonly upload: string; readonly bytes: number; readonly content: () => Promise<Uint8Array>}
	| {readonly url: string};

export type UnpackedSpec = {
	readonly id: string;
	readonly title: string;
	/** The folder that it is unpacked to; its parent is root's alone. */
	readonly target: string;
	/** 128 hex digits. */
	readonly sha512: string;
	readonly origin: Origin;
	/** The file in the target that has the sha512 once all is in its place. */
	readonly mark: string;
	/** Bash, in the unpacked folder: ends with 0 if it is what it should be, and else says on stderr what is wrong. */
	readonly proof: Command;
};

/** Millions of bytes, as download pages count them. */
const megabytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

const nameOf = ({origin}: UnpackedSpec) => ('url' in origin ? origin.url : origin.upload).replace(/^.*\//, '');

/** What is unpacked has the name of the target with these around it, until it is whole. */
const part = (target: string, ending: 'tgz' | 'new') => `./.${target.replace(/^.*\//, '')}.kafka-setup.${ending}`;

/** What a run that was cut can have left beside a target. */
export const partsOf = (target: string): readonly string[] =>
	(['tgz', 'new'] as const).map(ending => `${target.replace(/[^/]*$/, '')}${part(target, ending).slice(2)}`);

async function isThere(context: Context, {target, sha512, mark}: UnpackedSpec): Promise<boolean> {
	const look = sh`${tryBeside(target)} || case $why in missing | dangling*) echo none; exit 0 ;; *) echo "$why"; exit 1 ;; esac
if [ ! -e "./$name" ] && [ ! -L "./$name" ]; then echo none; elif [ -L "./$name" ] || [ ! -f "./$name/"${mark} ]; then echo other
else head -c 128 -- "./$name/"${mark}; echo; fi`;
	const result = await safely(context, look);
	if (result.code !== 0) throw failed(context, `look at ${target}`, {...result, stdout: ''});
	const said = result.stdout.trim();
	if (said === 'none') return false;
	if (said === sha512) return true;
	const what =
		said === 'other'
			? 'was not unpacked by kafka-setup'
			: `was unpacked from another archive, with the sha512 ${said.slice(0, 16)}…`;
	throw new StepError(`${target} on ${context.host.name} ${what}`, {
		hint: `It was left as it is. Name the archive that it came from, or, if nothing runs from it, move it away; then run it again.`,
	});
}

/** Brings the archive beside the target, unless the right one is there from a run that was cut. */
async function bring(context: Context, spec: UnpackedSpec): Promise<void> {
	const {target, sha512, origin} = spec;
	const file = part(target, 'tgz');
	const sum = sh`[ "$(sha512sum <${file})" = ${`${sha512}  -`} ]`;
	const has = await safely(context, sh`${beside(target)}; [ -f ${file} ] && ${sum}`);
	if (has.code === 0) return;
	const where = `${context.host.name}:${target}`;
	if ('upload' in origin) {
		context.progress(0, origin.bytes);
		const result = await safely(
			context,
			sh`${beside(target)}; umask 077; rm -f -- ${file} && cat >${file} || exit; ${sum} || { echo damaged; exit 1; }`,
			{input: await origin.content(), onSent: bytes => context.progress(bytes, origin.bytes)},
		);
		if (result.code === 0) return;
		if (!/^damaged$/m.test(result.stdout)) throw failed(context, `upload ${origin.upload} to ${target}`, {...result, stdout: ''});
		throw new StepError(`${origin.upload} arrived damaged at ${where}, or was changed while it was sent`, {
			hint: 'Nothing was changed. Run it again.',
		});
	}
	await job(context, {
		name: `fetch-${spec.id}`,
		command: sh`${beside(target)}; umask 077; rm -f -- ${file}
curl -fsSL --retry 2 --connect-timeout 20 -o ${file} -- ${origin.url} || { code=$?; rm -f -- ${file}; exit $code; }
${sum} && exit
echo "sha512 $(sha512sum <${file} | cut -c 1-128)"; rm -f -- ${file}; exit 60`,
		as: sh`curl -fLO ${origin.url}`.text,
		what: `the download of ${origin.url}`,
		explain(lines, code) {
			const found = code === 60 ? lines.map(line => /^sha512 ([0-9a-f]{128})$/.exec(line)?.[1]).find(Boolean) : undefined;
			if (found === undefined) return undefined;
			return {
				message: `it has the sha512 ${found.slice(0, 16)}…, and ${sha512.slice(0, 16)}… is wanted`,
				hint: 'Nothing was unpacked. Compare the sha512 in the cluster file with the one that the publisher gives for this archive.',
			};
		},
	});
}

/** Bash: unpacks beside the target, proves what came, and renames it into place in one step. */
function unpackScript({target, sha512, mark, proof}: UnpackedSpec, selinux: boolean): Command {
	const [file, fresh] = [part(target, 'tgz'), part(target, 'new')];
	return sh`${beside(target)}; umask 022
rm -rf -- ${fresh} && mkdir -- ${fresh} && tar -xzf ${file} -C ${fresh} --no-same-owner || exit
inner=$(ls -A -- ${fresh})
if [ -d ${fresh}/"$inner" ] && [ ! -L ${fresh}/"$inner" ]; then inner=${fresh}/$inner; else inner=${fresh}; fi
chmod -R u+rwX,go+rX,go-w -- "$inner" || exit
(cd -- "$inner" && { ${proof}; }) || { rm -rf -- ${fresh} ${file}; exit 61; }
echo ${sha512} >"$inner/"${mark} && sync -f -- "$inner" && mv -T -- "$inner" "./$name" || exit
${selinux ? sh`restorecon -R -- ${target} || exit` : sh`:`}
rm -rf -- ${fresh} ${file}`;
}

/**
 * An archive (.tar.gz) in a folder of its own, root's: proved by its sha512 on the host, unpacked beside, renamed into place. A run
 * that is cut leaves nothing at the target, and the next one goes on with what has arrived whole.
 * @throws StepError if something else is at the target
 */
export function unpacked(spec: UnpackedSpec): ConvergeStep {
	const {id, title, target, origin} = spec;
	const name = nameOf(spec);
	return {
		id,
		title,
		async check(context): Promise<readonly Change[]> {
			if (await isThere(context, spec)) return [];
			const how = 'url' in origin ? `fetch ${origin.url}` : `upload ${name} (${megabytes(origin.bytes)})`;
			return [{what: `${how} and unpack it to ${target}`, puts: [{kind: 'archive', name: target}]}];
		},
		async apply(context) {
			if (await isThere(context, spec)) return;
			await bring(context, spec);
			await job(context, {
				name: `unpack-${id}`,
				command: unpackScript(spec, context.facts.selinux),
				as: sh`tar -xzf ${name}`.text,
				what: `unpacking ${name} to ${target}`,
			});
		},
	};
}
