import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import {kindOf, type Names, namesOf, namesOfSource} from '../property-names/names.ts';
import {roleIds} from '../roles.ts';
import {versions} from '../versions.ts';
import {platformVersion} from './platform-version.ts';
import {type Rule, type Wrong, wrongKind} from './property-kinds.ts';
import {wrongPairs} from './property-pairs.ts';
import {rules, sourceRules} from './property-rules.ts';

function say(view: View, section: Path, key: string, found: Wrong | undefined): void {
	if (found !== undefined) view.report([...section, key], `${pathText(section)}: "${key}" ${found[0]}`, found[1]);
}

function checkSection(view: View, section: Path, those: readonly Rule[], names: Names): void {
	for (const {key, wrong} of those) {
		const value = view.at([...section, key]);
		if (typeof value === 'string') say(view, section, key, wrong(value, view, section));
	}
	for (const [key, value] of view.entries(section)) {
		const kind = typeof value === 'string' ? kindOf(key, names) : undefined;
		if (kind !== undefined) say(view, section, key, wrongKind(value as string, kind));
	}
}

/** Each name in the list has a class of its own. */
function checkNamed(view: View, section: Path, list: 'transforms' | 'predicates'): void {
	const value = view.at([...section, list]);
	if (typeof value !== 'string' || value.includes('${')) return;
	const names = value
		.split(',')
		.map(name => name.trim())
		.filter(name => name !== '');
	const without = names.filter(name => view.at([...section, `${list}.${name}.type`]) === undefined);
	if (without.length === 0) return;
	view.report(
		[...section, list],
		`${pathText(section)}: "${list}" names ${without.map(quoted).join(', ')} without a type`,
		`write "${list}.${without[0]}.type: CLASS" beside it`,
	);
}

/** Two names for one thing, of which Kafka takes one alone. */
function checkBoth(view: View, section: Path): void {
	const [first, second] = ['inter.broker.listener.name', 'security.inter.broker.protocol'].map(key => [...section, key]);
	if (view.at(first!) === undefined || view.at(second!) === undefined) return;
	view.report(
		second!,
		`${pathText(section)}: "inter.broker.listener.name" and "security.inter.broker.protocol" do not go together`,
		'take both out: they follow from kafka.port',
		'key',
	);
}

/** Values with which a service does not start, or starts and does not work. */
export function checkPropertyValues(view: View): void {
	const kafka = versions[platformVersion(view) ?? '']?.kafka ?? '';
	for (const role of roleIds) {
		const hosts = Array.from({length: view.length(['hosts'])}, (_, index): Path => ['hosts', index, 'properties', role]);
		const all = [role, 'extraProperties'];
		for (const section of [all, ...hosts]) {
			checkSection(view, section, rules[role] ?? [], namesOf(role, kafka));
			if (role !== 'kafka' && role !== 'controller') continue;
			for (const [key, wrong] of wrongPairs(view, section, all, kafka)) say(view, section, key, wrong);
		}
	}
	checkBoth(view, ['kafka', 'extraProperties']);
	for (let index = 0; index < view.length(['connect', 'sources']); index++) {
		const section = ['connect', 'sources', index, 'extraProperties'];
		checkSection(view, section, sourceRules, namesOfSource);
		checkNamed(view, section, 'transforms');
		checkNamed(view, section, 'predicates');
	}
}
