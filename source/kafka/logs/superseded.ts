import {basename, dirname} from 'node:path/posix';
import {sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {editedScript} from '../../host/packages/edited.ts';
import type {Remark} from '../../host/remarks.ts';

type Question = {
	readonly unit: string;
	/** Our drop-in, and the variables that it sets for the logs. */
	readonly dropIn: string;
	readonly variables: readonly string[];
	/** The log configuration that the service has read so far: the package's. */
	readonly packaged: string;
	/** The variable with which it goes on reading that. */
	readonly own: string;
};

/**
 * What an operator has done about the logs of a unit that our configuration takes the place of: the package's configuration
 * was edited, or a drop-in that sorts before ours sets the same variables.
 */
export async function superseded(context: Context, question: Question): Promise<readonly Remark[]> {
	const {unit, dropIn, variables, packaged, own} = question;
	const [folder, name] = [dirname(dropIn), basename(dropIn)];
	const {stdout} = await context.exec(sh`${editedScript(packaged, context.facts.packageManager)}
cd ${folder} 2>/dev/null || exit 0
LC_ALL=C
for one in *.conf; do
	[[ $one < ${name} ]] && grep -qsE -- ${`^[[:space:]]*Environment=.*(${variables.join('|')})=`} "$one" && printf 'before %s\\n' "$one"
done`);
	const later = `a drop-in that sorts after ${name}, such as ${folder}/override.conf`;
	return stdout.split('\n').flatMap((line): readonly Remark[] => {
		if (line === 'edited') {
			return [
				{todo: `${packaged} was edited, and ${unit} no longer reads it: to keep it, put Environment="${own}" into ${later}`},
			];
		}
		const [, other] = /^before (.+)$/.exec(line) ?? [];
		if (other === undefined) return [];
		return [{todo: `${folder}/${other} sets how ${unit} logs, and ${name} comes after it: to keep it, move it to ${later}`}];
	});
}
