import {joined, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {must} from '../shell.ts';

export type LinksSpec = {
	readonly id: string;
	readonly title: string;
	/** Absolute paths in directories that only root can change, and where each leads. */
	readonly links: readonly {readonly path: string; readonly to: string}[];
};

/** Symbolic links, made where nothing is. What stands in the place of one, such as a link that leads elsewhere, is refused. */
export function links({id, title, links: wanted}: LinksSpec): ConvergeStep {
	const question = joined(
		wanted.map(
			({path, to}, index) =>
				sh`if [ "$(readlink -- ${path})" = ${to} ]; then :; elif [ -e ${path} ] || [ -L ${path} ]; then echo other ${index}; else echo none ${index}; fi`,
		),
		'\n',
	);
	const missing = async (context: Context) => {
		const {stdout} = await must(context, question, {what: `look at ${title}`});
		const found = stdout.split('\n').map(line => line.split(' '));
		const of = (word: string) => wanted.filter((_, index) => found.some(([said, at]) => said === word && at === String(index)));
		const [other] = of('other');
		if (other === undefined) return of('none');
		throw new StepError(`${other.path} on ${context.host.name} is not the link to ${other.to} that it should be`, {
			hint: `It was left as it is. Look what it is for (ls -ld ${other.path}), move it away, then run it again.`,
		});
	};
	return {
		id,
		title,
		async check(context) {
			const all = await missing(context);
			const [first] = all;
			if (first === undefined) return [];
			const what =
				all.length === 1 ? `link ${first.path} to ${first.to}` : `link ${first.path} and ${all.length - 1} more to ${first.to}`;
			return [{what, puts: all.map(({path}) => ({kind: 'link', name: path}) as const)}];
		},
		async apply(context) {
			const commands = (await missing(context)).map(({path, to}) => sh`ln -sT -- ${to} ${path}`);
			if (commands.length > 0) await must(context, joined(commands, ' && '), {what: `make ${title}`});
		},
	};
}
