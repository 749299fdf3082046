import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import {type Place, placeOf, tableParts} from '../tables.ts';

const textOf = ({catalog, schema}: Place) => [catalog, schema].filter(part => part !== undefined).join('.');

/**
 * The connector looks for the tables of a source in one place: it compares bare names, and topics have no schema in their names
 * (measured: `public.orders` in its list is found or not, as the driver tells the catalog or not). Where one table has no schema
 * in its name, the others are found in any schema too, and the connector refuses what it finds twice.
 */
export function checkPlaces(view: View, path: Path): void {
	const kind = view.text([...path, 'database', 'kind']);
	const url = view.text([...path, 'url']) ?? `jdbc:${kind ?? ''}:`;
	const tables = view
		.texts([...path, 'tables'])
		.filter(({value}) => tableParts(value) !== undefined)
		.map(one => ({...one, place: textOf(placeOf({url}, one.value))}))
		.filter(({place}) => place !== '');
	const [first] = tables;
	const other = tables.find(({place}) => place !== first?.place);
	if (first === undefined || other === undefined) return;
	view.report(
		other.path,
		`table ${quoted(other.value)} is in ${quoted(other.place)}, and ${quoted(first.value)} in ${quoted(first.place)}: the connector takes the tables of one schema`,
		'make a source for each schema, with a topicPrefix of its own',
	);
}
