import type {KnownNumbered, NumberedRole} from '../../cluster/roles.ts';
import type {Host} from '../../core/inventory.ts';
import type {Cell, Row} from '../components/table.tsx';
import type {ShownId, ShownIds} from './shown-ids.ts';

const from = {file: '', disk: ' on disk', record: ' recorded', order: ''} as const;

/** Below this width the addresses are left out. */
const addressesFrom = 60;

/** Which id has the cursor. */
export type IdPlace = {readonly role: NumberedRole | undefined; readonly host: string | undefined};

/** The id of a host in a role; undefined where it has not the role. */
export const idOf = ({shown}: ShownIds, role: NumberedRole, host: string | undefined): ShownId | undefined =>
	shown[role].find(one => one.host === host);

function cellOf(ids: ShownIds, role: NumberedRole, host: string, here: boolean): Cell {
	const bad = ids.problemOf(role, host) !== undefined;
	const tone = bad ? 'bad' : undefined;
	const one = idOf(ids, role, host);
	if (one === undefined) return {text: '–', tone};
	return {text: `${here ? `[${one.text}]` : ` ${one.text} `}${from[one.from]}${bad ? ' ✖' : ''}`, tone};
}

/** Hosts in rows, their ids in columns; and where they are reached, if there is room. */
export function idRows(
	hosts: readonly Host[],
	numbered: readonly KnownNumbered[],
	ids: ShownIds,
	cursor: IdPlace,
	port: number,
	width: number,
): {readonly head: readonly string[]; readonly rows: readonly Row[]} {
	const addresses = width >= addressesFrom;
	const reached = addresses && hosts.some(one => one.address !== undefined);
	return {
		head: addresses
			? ['host', ...numbered.map(one => one.ids.what), 'clients use', ...(reached ? ['reached at'] : [])]
			: ['host', ...numbered.map(({short}) => `${short} id`)],
		rows: hosts.map(({name, address}) => ({
			id: name,
			cells: [
				{text: name},
				...numbered.map(({id: role}) => cellOf(ids, role, name, name === cursor.host && role === cursor.role)),
				...(addresses ? [{text: `${name}:${port}`, tone: 'dim' as const}] : []),
				...(reached ? [{text: address ?? '', tone: 'dim' as const}] : []),
			],
		})),
	};
}
