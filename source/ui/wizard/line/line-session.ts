import {InputError} from '../../../core/errors.ts';
import {type Answers, type FieldId, fieldOf} from '../answers/answers.ts';
import {archiveOfField, kafkaOfArchive, placeOfArchive, sha512OfArchive} from '../answers/archive.ts';
import {driverProblem} from '../answers/driver-fit.ts';
import type {FieldSpec} from '../answers/fields.ts';
import {connectorIn, connectorProblemAt} from '../answers/plugin-text.ts';
import {type Reading, readAnswers} from '../answers/reading.ts';
import {helpOf} from '../field-help.ts';
import {fieldProblem} from '../field-problem.ts';
import {archiveText, connectorText, driverText} from '../file-facts.ts';
import {cleanPath} from '../local-path.ts';
import {pageHelp} from '../page-help.ts';
import type {PageId} from '../page-order.ts';
import type {Probes} from '../probe/probes.ts';
import type {TypedSecrets, WizardFunctions} from '../wizard-functions.ts';
import {reduceWizard, type WizardAction, type WizardState} from '../wizard-state.ts';
import {askLine, choose, type Lines} from './line-questions.ts';

/** What the pages of the line form share: the state, which they change, and the ways to ask. */
export type LineSession = {
	readonly lines: Lines;
	readonly functions: WizardFunctions;
	state: WizardState;
	typed: TypedSecrets;
	probes: Probes;
	/** What each host was looked at for, as text. */
	probed: ReadonlyMap<string, string>;
};

export function dispatch(session: LineSession, action: WizardAction): void {
	session.state = reduceWizard(session.state, action);
	session.functions.remember(session.state.answers, session.state);
}

export const readingOf = (session: LineSession): Reading => readAnswers(session.state.answers);
export const helpFor = (session: LineSession, page: PageId): string => pageHelp(page, readingOf(session));

export const messageOf = (error: unknown): string => {
	const {message, hint} = error as Error & {hint?: string};
	return hint === undefined ? message : `${message}\n${hint}`;
};

/** What a file on this machine is that was typed; undefined where none was. @throws InputError if it is not what it should be */
async function lookAt(id: FieldId, answers: Answers, functions: WizardFunctions): Promise<string | undefined> {
	const answer = fieldOf(answers, id);
	if (id === 'connect.connectorClass' || id === 'connect.plugin') {
		const connector = connectorIn(answers);
		return connector === undefined ? undefined : connectorText(await functions.readConnector(connector));
	}
	if (answer === '') return undefined;
	const kind = archiveOfField(id);
	if (kind !== undefined) {
		// The sha512 of another archive may stand where this one's is asked for next.
		const given = [placeOfArchive(answers, kind), id.endsWith('.sha512') ? sha512OfArchive(answers, kind) : ''] as const;
		const facts = await functions[kind === 'source' ? 'readKafka' : 'readJava'](...given);
		return archiveText(kind === 'source' ? `Kafka ${kafkaOfArchive(answers)}` : 'Java', facts);
	}
	if (id === 'connect.driver') {
		const facts = await functions.readDriver(cleanPath(answer));
		const problem = driverProblem(facts.driverClass, answers);
		if (problem !== undefined) throw new InputError(problem.message, problem.hint === undefined ? {} : {hint: problem.hint});
		return driverText(facts);
	}
	return undefined;
}

/** One field: Enter keeps what it is, `-` empties it. Asked again until it is right. */
export async function askField(session: LineSession, spec: FieldSpec): Promise<void> {
	const {lines, functions} = session;
	for (;;) {
		const current = fieldOf(session.state.answers, spec.id);
		let answer: string;
		if (spec.choices === undefined) {
			answer = await askLine(lines, `${spec.label} [${current || spec.usual}]`, helpOf(spec.id, readingOf(session)));
			answer = answer === '' ? current : answer === '-' ? '' : answer;
		} else {
			const items = [...spec.choices].sort((a, b) => Number(b.value === current) - Number(a.value === current));
			const labelled = items.map(({value, label, note}) => ({value, label: note === undefined ? label : `${label}: ${note}`}));
			answer = await choose(lines, spec.label, labelled, helpOf(spec.id, readingOf(session)));
		}
		dispatch(session, {type: 'field', id: spec.id, value: answer});
		const problem = fieldProblem(spec, answer, id => readingOf(session).problems.get(id));
		if (problem !== undefined) lines.say(messageOf(problem));
		else {
			try {
				const found = await lookAt(spec.id, session.state.answers, functions);
				if (found !== undefined) lines.say(found);
				return;
			} catch (error) {
				const wrongClass = connectorProblemAt('connect.connectorClass', error as Error);
				lines.say(messageOf(wrongClass ?? error));
				if (spec.id === 'connect.plugin' && wrongClass !== undefined) {
					// The next question is of the class.
					const value = fieldOf(session.state.answers, 'connect.connectorClass');
					dispatch(session, {type: 'field', id: 'connect.connectorClass', value});
					return;
				}
				// What else is wrong with a plug-in was said at its field.
				if (spec.id === 'connect.connectorClass' && wrongClass === undefined) return;
			}
		}
	}
}

/** Fields one after the other; which there are may follow from the answers to those before. */
export async function askFields(session: LineSession, fields: () => readonly FieldSpec[]): Promise<void> {
	const asked = new Set<FieldId>();
	for (;;) {
		const spec = fields().find(({id}) => !asked.has(id));
		if (spec === undefined) return;
		asked.add(spec.id);
		await askField(session, spec);
	}
}
