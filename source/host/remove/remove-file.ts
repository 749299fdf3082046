import {type Command, rawCommand, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {safely} from '../enter.ts';
import {mark} from '../files/put-script.ts';
import {idOf, tryBeside} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {failed} from '../shell.ts';

/** What stood there before us, where `put` kept it. */
const keptAs = (path: string) => `${path}.kafka-setup-before`;

/** Bash that sets `is` and `was` to what is there and what was kept, and `ours` if the file bears the mark of `put`. */
const lookScript = (
	path: string,
): Command => sh`${tryBeside(path)} || case $why in missing | dangling* | other*) echo none none; exit 0 ;; *) echo "$why"; exit 1 ;; esac
file=./$name kept=./$name.kafka-setup-before
kind() { if [ -L "$1" ]; then echo link; elif [ -f "$1" ]; then echo file; elif [ -e "$1" ]; then echo other; else echo none; fi; }
is=$(kind "$file") was=$(kind "$kept")
case $is$(stat -c %.9Y -- "$file" 2>/dev/null) in file*${mark}) ours=ours ;; *) ours= ;; esac`;

const takeScript = rawCommand(`if [ "$was" = file ]; then mv -fT -- "$kept" "$file"; else rm -f -- "$file"; fi && sync -- .`);

/**
 * A file that we wrote is gone, and what stood there before it is back. One that was written by another hand since, which
 * its time of modification tells, is left as it is.
 */
export function removeFile(path: string): ConvergeStep {
	/** Whether what stands there now is what this step has put back. */
	let restored = false;
	return {
		id: idOf('file', path),
		title: path,
		async check(context) {
			const result = await safely(
				context,
				sh`${lookScript(path)}
echo "$is $was $ours"`,
			);
			if (result.code !== 0) throw failed(context, `look at ${path}`, {...result, stdout: ''});
			const [is, was, ours] = result.stdout.trim().split(' ');
			if (is === undefined || was === undefined) throw new StepError(`${path} could not be read on ${context.host.name}`);
			const removes: Change['removes'] = [{kind: 'file', name: path}];
			const restore = [{what: `restore ${path} from ${keptAs(path)}`, removes}];
			if (is === 'none') return was === 'file' ? restore : [];
			if (ours === undefined && restored) return [];
			if (ours === undefined) {
				const also = was === 'none' ? '' : `, and the file that existed before is in ${keptAs(path)}`;
				stays(context, 'left', `${path} is not as kafka-setup wrote it${also}`);
				return [];
			}
			return was === 'file' ? restore : [{what: `remove ${path}`, removes}];
		},
		async apply(context) {
			// A second look right before, as somebody may have written there meanwhile.
			const command = sh`${lookScript(path)}
[ "$is" = none ] || [ "$ours" ] || { echo ${path} was changed meanwhile >&2; exit 1; }
${takeScript}`;
			const result = await safely(context, command);
			if (result.code !== 0) throw failed(context, `take ${path} away`, {...result, stdout: ''});
			restored = true;
		},
	};
}
