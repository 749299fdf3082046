/** The rooms of `source/` and what each may import: cli → commands → run → { ui, reporters, state, local, ssh, kafka → host } → cluster → core. */
type Wall = {
	/** A folder or a file of `source/`; a deeper one stands for itself. */
	readonly room: string;
	/** Other rooms. Its own may always be imported. */
	readonly may: readonly string[];
	/** Which of the packages that one room alone knows. */
	readonly packages?: readonly (keyof typeof packages)[];
};

const packages = {
	ink: ['ink', 'ink/**', 'ink-*'],
	react: ['react', 'react/**', 'react-*'],
	ssh2: ['ssh2', 'ssh2/**'],
	conf: ['conf', 'conf/**'],
	eta: ['eta', 'eta/**'],
} as const;

const rooms = ['run', 'ui', 'reporters', 'state', 'local', 'ssh', 'kafka', 'host', 'cluster', 'core'];

export const walls: readonly Wall[] = [
	{room: 'core', may: []},
	{room: 'cluster', may: ['core']},
	{room: 'host', may: ['core']},
	{room: 'kafka', may: ['host', 'cluster', 'core']},
	{room: 'kafka/templates.ts', may: ['host', 'cluster', 'core', 'kafka'], packages: ['eta']},
	{room: 'ssh', may: ['core'], packages: ['ssh2']},
	{room: 'local', may: ['cluster', 'core']},
	{room: 'state', may: ['cluster', 'core']},
	{room: 'state/store', may: ['cluster', 'core', 'state'], packages: ['conf']},
	{room: 'reporters', may: ['core']},
	{room: 'ui', may: ['core'], packages: ['ink', 'react']},
	{room: 'ui/wizard', may: ['cluster', 'core', 'ui'], packages: ['ink', 'react']},
	{room: 'run', may: rooms},
	{room: 'commands', may: rooms},
	{room: '*.ts', may: [...rooms, 'commands', 'cli.ts']},
];

const order = 'A wall of the design: cli → commands → run → { ui, reporters, state, local, ssh, kafka → host } → cluster → core.';
const owners = 'Only ui knows ink and react, only ssh ssh2, only state/store conf, only kafka/templates.ts eta.';

const isFile = (room: string) => room.endsWith('.ts');
const pathOf = (room: string) => `source/${room}${isFile(room) ? '' : '/**'}`;

/** What an import of a room looks like. `core/state` is no part of the room `state`. */
const importsOf = (room: string) =>
	isFile(room) ? [`**/${room}`] : [`**/${room}/**`, ...(room === 'state' ? ['!**/core/state/**'] : [])];

function rule({room, may, packages: own = []}: Wall) {
	const [home] = room.split('/');
	const closed = [...rooms, 'commands', 'cli.ts'].filter(name => name !== home && !may.includes(name));
	const foreign = Object.entries(packages).flatMap(([name, groups]) => (own.some(one => one === name) ? [] : groups));
	const patterns = [
		...(closed.length > 0 ? [{group: closed.flatMap(importsOf), message: order}] : []),
		{group: foreign, message: owners},
	];
	return override(
		[pathOf(room), ...walls.flatMap(inner => (inner.room.startsWith(`${room}/`) ? [`!${pathOf(inner.room)}`] : []))],
		patterns,
	);
}

const override = (includes: readonly string[], patterns: readonly object[]) => ({
	includes,
	linter: {rules: {style: {noRestrictedImports: {level: 'error', options: {patterns}}}}},
});

const nothing = 'core imports nothing.';

/** `overrides` of biome.json. */
export const overrides = (): readonly object[] => [
	{
		includes: ['source/**'],
		linter: {rules: {complexity: {noExcessiveLinesPerFunction: {level: 'error', options: {maxLines: 80}}}}},
	},
	override(['source/core/*'], [{group: ['**', '!./**'], message: nothing}]),
	override(['source/core/*/**'], [{group: ['**', '!./**', '!../*', '!../state/**', '!../view/**'], message: nothing}]),
	...walls.filter(({room}) => room !== 'core').map(rule),
];
