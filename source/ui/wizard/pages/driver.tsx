import {useEffect, useState} from 'react';
import {type DatabaseKind, databaseKinds, jdbcUrl} from '../../../cluster/jdbc-url.ts';
import {type FieldId, fieldOf} from '../answers/answers.ts';
import {databaseFields} from '../answers/fields.ts';
import type {AnswerProblem} from '../answers/reading.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import type {DriverFacts, WizardFunctions} from '../wizard-functions.ts';
import {FieldPage} from './field-page.tsx';

type Looked = {readonly path: string; readonly facts?: DriverFacts; readonly problem?: AnswerProblem};

/** What the jar at a path is, as soon as the path may be one. */
function useDriver(path: string, readDriver: WizardFunctions['readDriver']): Looked | undefined {
	const [looked, set] = useState<Looked | undefined>(undefined);
	useEffect(() => {
		let live = true;
		if (!path.endsWith('.jar')) return undefined;
		readDriver(path).then(
			facts => live && set({path, facts}),
			(error: Error & {hint?: string}) =>
				live && set({path, problem: {message: error.message, ...(error.hint === undefined ? {} : {hint: error.hint})}}),
		);
		return () => {
			live = false;
		};
	}, [path, readDriver]);
	return looked?.path === path ? looked : undefined;
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

export function DriverPage(props: PageProps) {
	const {answers} = props.state;
	const field = (id: FieldId) => fieldOf(answers, id);
	const looked = useDriver(cleanPath(field('connect.driver')), props.functions.readDriver);
	const kind = databaseKinds.find(one => one === field('source.kind')) as DatabaseKind | undefined;
	const port = Number(field('source.port'));
	const url =
		kind === undefined || field('source.host') === ''
			? undefined
			: jdbcUrl({kind, host: field('source.host'), name: field('source.database'), ...(port > 0 ? {port} : {})});
	const noteOf = (id: FieldId): string | undefined => {
		if (id === 'connect.driver' && looked?.facts !== undefined) {
			const {driverClass, java, bytes, sha256} = looked.facts;
			return `✔ ${driverClass} · Java ${java} or newer · ${megabytes(bytes)}\nsha256 ${sha256.slice(0, 32)}…`;
		}
		if (id === 'connect.driver') return 'a .jar on this machine: Tab completes, or drop the file here';
		return ['source.host', 'source.port', 'source.database'].includes(id) ? url : undefined;
	};
	return (
		<FieldPage
			{...props}
			fields={databaseFields(field('source.kind'), field('source.mode'))}
			noteOf={noteOf}
			wrongOf={id => (id === 'connect.driver' ? looked?.problem : undefined)}
		/>
	);
}
