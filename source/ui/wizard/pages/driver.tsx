import {type DatabaseKind, databaseKinds, jdbcUrl} from '../../../cluster/jdbc-url.ts';
import {type FieldId, fieldOf} from '../answers/answers.ts';
import {driverProblem} from '../answers/driver-fit.ts';
import {asksClass, connectorIsFetched, databaseFields} from '../answers/fields.ts';
import {connectorIn, connectorProblemAt} from '../answers/plugin-text.ts';
import {connectorText, driverText} from '../file-facts.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import {FieldPage} from './field-page.tsx';
import {type Looked, useLooked} from './use-looked.ts';

/** Such a path, once it may be whole. */
const whole = (path: string, ending: string): [string] | undefined => (path.endsWith(ending) ? [path] : undefined);

export function DriverPage(props: PageProps) {
	const {functions, reading} = props;
	const {answers} = props.state;
	const field = (id: FieldId) => fieldOf(answers, id);
	const driver = useLooked(whole(cleanPath(field('connect.driver')), '.jar'), functions.readDriver);
	const given = connectorIn(answers);
	const connector = useLooked(given === undefined ? undefined : [given], functions.readConnector);
	const wrongClass = connectorProblemAt('connect.connectorClass', connector?.problem);
	const kind = databaseKinds.find(one => one === field('source.kind')) as DatabaseKind | undefined;
	const port = Number(field('source.port'));
	const url =
		kind === undefined || field('source.host') === ''
			? undefined
			: jdbcUrl({kind, host: field('source.host'), name: field('source.database'), ...(port > 0 ? {port} : {})});
	const left = connectorIsFetched(reading) ? 'left empty, the workers fetch it; or ' : '';
	const noteOf = (id: FieldId): string | undefined => {
		if (id === 'connect.driver') {
			if (driver?.facts === undefined) {
				const own = kind === 'postgresql' ? 'the connector brings one; yours overrides it: ' : '';
				return `${own}a .jar on this machine: Tab completes, or drop the file here`;
			}
			return `✔ ${driverText(driver.facts)}\nsha256 ${driver.facts.sha256.slice(0, 32)}…`;
		}
		if (id === 'connect.plugin') {
			if (connector?.facts !== undefined) return `✔ ${connectorText(connector.facts)}`;
			if (wrongClass !== undefined) return `${wrongClass.message}\n${wrongClass.hint ?? ''}`;
			return `${reading.archive ? 'Apache Kafka has none' : 'not among Confluent’s packages'}: ${left}download the zip of kafka-connect-jdbc from www.confluent.io/hub. ^O tells more`;
		}
		return ['source.host', 'source.port', 'source.database'].includes(id) ? url : undefined;
	};
	const unfit = driver?.facts === undefined ? undefined : driverProblem(driver.facts.driverClass, answers);
	const looked: Partial<Record<FieldId, Looked<unknown>>> = {
		...(driver === undefined ? {} : {'connect.driver': unfit === undefined ? driver : {problem: unfit}}),
	};
	const wrongOf = (id: FieldId) => looked[id]?.problem ?? connectorProblemAt(id, connector?.problem);
	return (
		<FieldPage
			{...props}
			fields={databaseFields(reading, field('source.kind'), field('source.mode'), asksClass(answers) || wrongClass !== undefined)}
			noteOf={noteOf}
			wrongOf={wrongOf}
		/>
	);
}
