import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {mark} from '../put-script.ts';
import {must, quote} from '../shell.ts';

/** What stood there before us, where `put` kept it. */
const keptAs = (path: string) => `${path}.kafka-setup-before`;

/** Bash: `KIND KIND-OF-WHAT-WAS-KEPT`, and `ours` if the file bears the mark of `put`. */
const lookScript = (path: string) => `path=${quote(path)} kept=${quote(keptAs(path))}
kind() { if [ -L "$1" ]; then echo link; elif [ -f "$1" ]; then echo file; elif [ -e "$1" ]; then echo other; else echo none; fi; }
is=$(kind "$path") was=$(kind "$kept")
case $is$(stat -c %.9Y -- "$path" 2>/dev/null) in file*${mark}) ours=ours ;; *) ours= ;; esac`;

/** A second look right before, as somebody may have written there meanwhile. */
const takeScript = (path: string) => `${lookScript(path)}
[ "$is" = none ] || [ "$ours" ] || { echo "$path was changed meanwhile" >&2; exit 1; }
if [ "$was" = file ]; then mv -fT -- "$kept" "$path"; else rm -f -- "$path"; fi && sync -- "\${path%/*}/"`;

/**
 * A file that we wrote is gone, and what stood there before it is back. One that was written by another hand since, which
 * its time of modification tells, is left as it is.
 */
export function takeFile(path: string): ConvergeStep {
	/** Hosts on which what stands there now is what we have just put back. */
	const restored = new Set<string>();
	return {
		id: idOf('file', path),
		title: path,
		async check(context) {
			const {stdout} = await must(context, `${lookScript(path)}\necho "$is $was $ours"`, {what: `look at ${path}`});
			const [is, was, ours] = stdout.trim().split(' ');
			if (is === undefined || was === undefined) throw new StepError(`${path} could not be looked at on ${context.host.name}`);
			const takes: Change['takes'] = [{kind: 'file', name: path}];
			const restore = [{what: `restore ${path} from ${keptAs(path)}`, takes}];
			if (is === 'none') return was === 'file' ? restore : [];
			if (ours === undefined && restored.has(context.host.name)) return [];
			if (ours === undefined) {
				const also = was === 'none' ? '' : `, and what was there before us is in ${keptAs(path)}`;
				context.note(`left: ${path} was changed by another hand since${also}`);
				return [];
			}
			return was === 'file' ? restore : [{what: `remove ${path}`, takes}];
		},
		async apply(context) {
			await must(context, takeScript(path), {what: `take ${path} away`});
			restored.add(context.host.name);
		},
	};
}
