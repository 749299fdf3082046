import {eachRole, type MetadataRole, type NumberedRole, type Role, roleOf} from '../../cluster/roles.ts';
import {type Answers, type FieldId, fieldOf, noAnswers, type Roles, withField, withVersion} from './answers/answers.ts';
import {readAnswers} from './answers/reading.ts';
import type {GroupAnswer} from './hosts/inventory-roles.ts';
import {type PageId, pagesFor} from './page-order.ts';
import {toggleRole} from './role-presets.ts';
import type {Origin} from './wizard-functions.ts';

export type WizardState = {
	readonly page: PageId;
	readonly answers: Answers;
	/** An answer is being changed from the review: next and back both lead there again. */
	readonly editing: boolean;
	/** The cluster file that the answers come from. */
	readonly file?: string;
	/** The draft that they are. */
	readonly draft?: string;
	/** A run came before: the hosts are no longer as they were found. */
	readonly afterRun: boolean;
};

export type WizardAction =
	| {readonly type: 'hosts'; readonly text: string}
	/** What the inventory says beside hosts and roles becomes an answer: its text is about to go. */
	| {readonly type: 'keep-inventory'}
	| {readonly type: 'group'; readonly group: string; readonly answer: GroupAnswer}
	| {readonly type: 'field'; readonly id: FieldId; readonly value: string}
	/** One of the versions, or an archive in place of one. */
	| {readonly type: 'version'; readonly choice: string}
	| {readonly type: 'keeper'; readonly keeper: MetadataRole}
	| {readonly type: 'roles'; readonly roles: Roles}
	| {readonly type: 'toggle-role'; readonly role: Role; readonly host: string}
	| {readonly type: 'id'; readonly role: NumberedRole; readonly host: string; readonly text: string}
	| {readonly type: 'trust'; readonly keys: Readonly<Record<string, readonly string[]>>}
	| {readonly type: 'next'}
	| {readonly type: 'back'}
	| {readonly type: 'go'; readonly page: PageId}
	/** From the review to an answer. */
	| {readonly type: 'edit'; readonly page: PageId}
	/** Other answers: a draft, or those of a cluster file. */
	| ({readonly type: 'load'; readonly answers: Answers; readonly page: PageId} & Origin);

export const initialState = (
	answers: Answers = noAnswers,
	page: PageId = 'start',
	file?: string,
	draft?: string,
): WizardState => ({
	page,
	answers,
	editing: false,
	afterRun: false,
	...(file === undefined ? {} : {file}),
	...(draft === undefined ? {} : {draft}),
});

/** The state to begin with; only a run that stopped begins at the review. */
export const beginAt = (answers?: Answers, page?: PageId, file?: string): WizardState => ({
	...initialState(answers, page, file),
	afterRun: page === 'review',
});

/** What the plan did to the hosts, which is nothing. */
export const untouched = ({afterRun}: WizardState): string =>
	afterRun ? 'Checked again, no changes made' : 'No changes made yet';

/** Where the cluster file is written, if nothing else is said. */
export const usualPath = ({file, answers}: WizardState): string => file ?? `${fieldOf(answers, 'name') || 'kafka'}.yaml`;

function turn(state: WizardState, by: 1 | -1): WizardState {
	// To say that it is an archive is half an answer.
	if (state.editing && by === 1 && state.page === 'version' && state.answers.archive === true) return {...state, page: 'archive'};
	if (state.editing) return {...state, page: 'review', editing: false};
	const pages = pagesFor(readAnswers(state.answers));
	const index = Math.max(0, pages.indexOf(state.page)) + by;
	return {...state, page: pages[Math.min(Math.max(index, 0), pages.length - 1)]!};
}

/** What an archive does not have is not shown with one: its members stay for when a version is chosen again. */
function withHidden(answers: Answers, roles: Roles): Roles {
	if (answers.archive !== true) return roles;
	const {archive: _, ...packaged} = answers;
	const known = readAnswers(packaged).roles;
	return eachRole(id => (roleOf(id).packagesOnly === true ? known[id] : roles[id]));
}

/** Another text may be another inventory: its groups are asked about anew. */
function withHosts({groups: _, ...answers}: Answers, hosts: string): Answers {
	return {...answers, hosts};
}

function answer(answers: Answers, action: WizardAction): Answers {
	switch (action.type) {
		case 'hosts':
			return withHosts(answers, action.text);
		case 'keep-inventory':
			return readAnswers(answers).completed;
		case 'group':
			return {...answers, groups: {...answers.groups, [action.group]: action.answer}};
		case 'field':
			return withField(answers, action.id, action.value);
		case 'version':
			return withVersion(answers, action.choice);
		case 'keeper':
			return {...answers, keeper: action.keeper};
		// Roles that were chosen are those of one keeper, also where it is left without a member.
		case 'roles':
			return {...answers, keeper: readAnswers(answers).keeper, roles: withHidden(answers, action.roles)};
		case 'toggle-role': {
			const {hosts, roles, keeper} = readAnswers(answers);
			return {
				...answers,
				keeper,
				roles: withHidden(
					answers,
					toggleRole(
						roles,
						action.role,
						action.host,
						hosts.map(host => host.name),
					),
				),
			};
		}
		case 'id':
			return {...answers, ids: {...answers.ids, [action.role]: {...answers.ids[action.role], [action.host]: action.text}}};
		case 'trust':
			return {...answers, hostKeys: {...answers.hostKeys, ...action.keys}};
		default:
			return answers;
	}
}

/** What an action makes of the wizard. Going back never loses an answer. */
export function reduceWizard(state: WizardState, action: WizardAction): WizardState {
	switch (action.type) {
		case 'next':
			return turn(state, 1);
		case 'back':
			return turn(state, -1);
		case 'go':
			return {...state, page: action.page, editing: false};
		case 'edit':
			return {...state, page: action.page, editing: true};
		case 'load':
			return initialState(action.answers, action.page, action.file, action.draft);
		default:
			return {...state, answers: answer(state.answers, action)};
	}
}
