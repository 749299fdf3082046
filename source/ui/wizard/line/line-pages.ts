import type {Role} from '../../../cluster/roles.ts';
import {promptRef} from '../../../cluster/secret-refs.ts';
import {type FieldId, fieldOf, type SecretField} from '../answers/answers.ts';
import {credentialsFor, howText} from '../answers/credentials.ts';
import {asksClass, databaseFields, settingsFields} from '../answers/fields.ts';
import {listOf} from '../answers/list-of.ts';
import type {PageId} from '../page-order.ts';
import {explainRoles, presetsFor, sameRoles} from '../role-presets.ts';
import {clusterName, shownIds} from '../shown-ids.ts';
import {usualPath} from '../wizard-state.ts';
import {check, hosts, login, probeAll} from './line-hosts.ts';
import {askLine, choose, type Lines} from './line-questions.ts';
import {askField, askFields, dispatch, helpFor, type LineSession, messageOf, readingOf} from './line-session.ts';
import {archive, metadata, version} from './line-version.ts';

async function askRoles(session: LineSession): Promise<void> {
	const {lines} = session;
	for (;;) {
		const reading = readingOf(session);
		const names = reading.hosts.map(host => host.name);
		const {offered} = reading;
		for (const {id: role} of offered) lines.say(`${role}: ${reading.roles[role].join(', ') || 'none'}`);
		for (const {text} of explainRoles(reading)) lines.say(text);
		const problem = reading.problems.get('roles');
		if (problem !== undefined) lines.say(messageOf(problem));
		const presets = presetsFor(names, offered).filter(({roles}) => !sameRoles(roles, reading.roles));
		const chosen = await choose<string>(
			lines,
			'roles',
			[
				...(problem === undefined ? [{value: 'keep', label: 'keep'}] : []),
				...presets.map(({title}) => ({value: title, label: title})),
				...offered.map(({id: role}) => ({value: `role:${role}`, label: `name the hosts of ${role}`})),
			],
			helpFor(session, 'roles'),
		);
		if (chosen === 'keep') return;
		const preset = presets.find(({title}) => title === chosen);
		if (preset !== undefined) dispatch(session, {type: 'roles', roles: preset.roles});
		else {
			const role = chosen.slice('role:'.length) as Role;
			const given = listOf(await askLine(lines, `hosts of ${role}`, helpFor(session, 'roles')));
			for (const name of given.filter(one => !names.includes(one))) lines.say(`${name} is not one of the hosts`);
			dispatch(session, {type: 'roles', roles: {...reading.roles, [role]: names.filter(name => given.includes(name))}});
		}
	}
}

const from = {file: '', disk: ' (on its disk)', record: ' (recorded)', order: ''} as const;

async function ids(session: LineSession): Promise<void> {
	const {lines, functions, state} = session;
	const give = await functions.ids(clusterName(state.answers), usualPath(state));
	// The directories may have been answered since the hosts were looked at.
	await probeAll(session, true);
	for (;;) {
		const reading = readingOf(session);
		const {roles, numbered} = reading;
		const {shown, problemOf, blocked, others} = shownIds(session.state.answers, reading, session.probes, give);
		for (const {id: role} of numbered) {
			lines.say(`${role} ids: ${shown[role].map(one => `${one.host} ${one.text}${from[one.from]}`).join(', ')}`);
		}
		const wrong = numbered.flatMap(({id: role}) => roles[role].flatMap(host => problemOf(role, host) ?? []));
		for (const problem of new Set([...wrong, ...(blocked === undefined ? [] : [blocked]), ...others])) lines.say(problem);
		const answer = await askLine(
			lines,
			`Enter keeps them; or ${numbered.map(({id}) => `HOST ${id} ID`).join(', ')}`,
			helpFor(session, 'ids'),
		);
		if (answer === '' && blocked === undefined) return;
		const [host, name, id = ''] = answer.split(/\s+/);
		const role = numbered.find(one => one.id === name)?.id;
		if (host !== undefined && role !== undefined && roles[role].includes(host)) {
			dispatch(session, {type: 'id', role, host, text: id});
		} else if (answer !== '') lines.say(`Such as: kafka-01 ${numbered[0]!.id} 3`);
	}
}

async function settings(session: LineSession): Promise<void> {
	for (;;) {
		const reading = readingOf(session);
		const fields = settingsFields(reading, reading.roles.connect.length > 0);
		const items = fields.map(({id, label, usual}) => ({
			value: id as FieldId | 'accept',
			label: `${label}: ${fieldOf(session.state.answers, id) || usual}`,
		}));
		const chosen = await choose(
			session.lines,
			'change',
			[{value: 'accept', label: 'accept all'}, ...items],
			helpFor(session, 'settings'),
		);
		const spec = fields.find(({id}) => id === chosen);
		if (spec === undefined) return;
		await askField(session, spec);
	}
}

async function driver(session: LineSession): Promise<void> {
	await askFields(session, () => {
		const {answers} = session.state;
		return databaseFields(
			readingOf(session),
			fieldOf(answers, 'source.kind'),
			fieldOf(answers, 'source.mode'),
			asksClass(answers),
		);
	});
}

function setTyped(session: LineSession, field: SecretField, secret: Awaited<ReturnType<Lines['askSecret']>> | undefined): void {
	const typed = new Map(session.typed);
	if (secret === undefined) typed.delete(field);
	else typed.set(field, secret);
	session.typed = typed;
}

async function credentials(session: LineSession): Promise<void> {
	const {lines, functions} = session;
	for (const {field, label, why} of credentialsFor(session.state.answers, readingOf(session))) {
		lines.say(`${label}: ${why}. Now: ${howText(session.state.answers, session.typed, field)}`);
		const how = await choose(
			lines,
			label,
			[
				{value: 'keep', label: 'keep'},
				{value: 'type', label: 'type it now'},
				{value: 'reference', label: 'a reference: env:NAME, file:PATH#KEY, exec:COMMAND'},
				{value: 'ask', label: 'ask at each run'},
				{value: 'none', label: 'none'},
			],
			helpFor(session, 'credentials'),
		);
		if (how === 'keep') continue;
		setTyped(session, field, how === 'type' ? await lines.askSecret(`${label}: `) : undefined);
		if (how !== 'reference') {
			dispatch(session, {type: 'field', id: field, value: how === 'none' ? '' : promptRef});
			continue;
		}
		for (;;) {
			const ref = await askLine(lines, 'reference', helpFor(session, 'credentials'));
			dispatch(session, {type: 'field', id: field, value: ref});
			const problem = ref === '' ? undefined : readingOf(session).problems.get(field);
			try {
				if (problem !== undefined) throw problem;
				if (ref === '') break;
				await functions.trySecret(ref, label);
				lines.say('found');
				break;
			} catch (error) {
				lines.say(messageOf(error));
			}
		}
	}
}

export const linePages: Readonly<Record<Exclude<PageId, 'start' | 'review'>, (session: LineSession) => Promise<void>>> = {
	version,
	archive,
	metadata,
	hosts,
	login,
	roles: askRoles,
	ids,
	settings,
	driver,
	credentials,
	check,
};
