import {useEffect, useState} from 'react';
import {type DatabaseKind, databaseKinds, jdbcUrl} from '../../../cluster/jdbc-url.ts';
import {versions} from '../../../cluster/versions.ts';
import {type FieldId, fieldOf} from '../answers/answers.ts';
import {databaseFields} from '../answers/fields.ts';
import {zipIn} from '../answers/plugin-text.ts';
import type {AnswerProblem} from '../answers/reading.ts';
import {connectorText, driverText} from '../file-facts.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import {FieldPage} from './field-page.tsx';

type Looked<T> = {readonly path: string; readonly facts?: T; readonly problem?: AnswerProblem};

/** What the file at a path is, as soon as the path may be one. */
function useFile<T>(path: string, ending: string, read: (path: string) => Promise<T>): Looked<T> | undefined {
	const [looked, set] = useState<Looked<T> | undefined>(undefined);
	useEffect(() => {
		let live = true;
		if (!path.endsWith(ending)) return undefined;
		read(path).then(
			facts => live && set({path, facts}),
			(error: Error & {hint?: string}) =>
				live && set({path, problem: {message: error.message, ...(error.hint === undefined ? {} : {hint: error.hint})}}),
		);
		return () => {
			live = false;
		};
	}, [path, ending, read]);
	return looked?.path === path ? looked : undefined;
}

export function DriverPage(props: PageProps) {
	const {functions, reading} = props;
	const {answers} = props.state;
	const field = (id: FieldId) => fieldOf(answers, id);
	const driver = useFile(cleanPath(field('connect.driver')), '.jar', functions.readDriver);
	const connector = useFile(zipIn(field('connect.plugin')), '.zip', functions.readConnector);
	const kind = databaseKinds.find(one => one === field('source.kind')) as DatabaseKind | undefined;
	const port = Number(field('source.port'));
	const url =
		kind === undefined || field('source.host') === ''
			? undefined
			: jdbcUrl({kind, host: field('source.host'), name: field('source.database'), ...(port > 0 ? {port} : {})});
	const left = versions[reading.version]?.connectorByDefault === true ? 'left empty, the workers fetch it; or ' : '';
	const noteOf = (id: FieldId): string | undefined => {
		if (id === 'connect.driver') {
			if (driver?.facts === undefined) return 'a .jar on this machine: Tab completes, or drop the file here';
			return `✔ ${driverText(driver.facts)}\nsha256 ${driver.facts.sha256.slice(0, 32)}…`;
		}
		if (id === 'connect.plugin') {
			if (connector?.facts !== undefined) return `✔ ${connectorText(connector.facts)}`;
			return `not among Confluent’s packages: ${left}download the zip of kafka-connect-jdbc from www.confluent.io/hub. ^O tells more`;
		}
		return ['source.host', 'source.port', 'source.database'].includes(id) ? url : undefined;
	};
	const looked: Partial<Record<FieldId, Looked<unknown>>> = {
		...(driver === undefined ? {} : {'connect.driver': driver}),
		...(connector === undefined ? {} : {'connect.plugin': connector}),
	};
	return (
		<FieldPage
			{...props}
			fields={databaseFields(reading.version, field('source.kind'), field('source.mode'))}
			noteOf={noteOf}
			wrongOf={id => looked[id]?.problem}
		/>
	);
}
