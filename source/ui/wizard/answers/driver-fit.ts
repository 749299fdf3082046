import {otherDatabase} from '../../../cluster/jdbc-drivers.ts';
import {type Answers, fieldOf} from './answers.ts';
import type {AnswerProblem} from './reading.ts';

/** What is wrong with a driver for the database that was chosen. Further sources of a file, which are not asked for, may be what it is for. */
export function driverProblem(driverClass: string, answers: Answers): AnswerProblem | undefined {
	const kind = fieldOf(answers, 'source.kind');
	const url = kind === 'other' ? fieldOf(answers, 'source.url') : `jdbc:${kind}:`;
	const others = (answers.kept as {readonly sources?: readonly unknown[]}).sources ?? [];
	if (kind === '' || url === '' || others.length > 0) return undefined;
	const other = otherDatabase(driverClass, url);
	if (other === undefined) return undefined;
	const scheme = /^jdbc:[^:]*/.exec(url)?.[0] ?? url;
	return {
		message: `this is the driver of ${other}, and takes no ${scheme}`,
		hint:
			other === 'MariaDB' && kind === 'mysql'
				? 'choose the database "other", and write jdbc:mariadb:…'
				: 'take the driver of the database that is chosen',
	};
}
