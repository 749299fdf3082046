const classesOfPostgresql = [
	'socketfactory',
	'socketfactoryarg',
	'sslfactory',
	'sslfactoryarg',
	'sslhostnameverifier',
	'sslpasswordcallback',
	'authenticationpluginclassname',
	'xmlfactoryfactory',
	'loggerfile',
];

/**
 * Parameters, in lower case, that make a driver read a file of the host, run a class or a statement of one's choice, or
 * write a log where it is told to; each with the databases of whose drivers that holds, as their URLs name them. From the
 * drivers' own lists of connection properties; forks take those of what they were made from.
 */
const families: readonly {readonly databases: readonly string[]; readonly harmful: readonly string[]}[] = [
	{
		databases: ['postgresql', 'pgsql', 'edb', 'yugabytedb', 'opengauss', 'gaussdb', 'kingbase8', 'highgo'],
		harmful: classesOfPostgresql,
	},
	{databases: ['redshift'], harmful: [...classesOfPostgresql, 'plugin_name']},
	{
		databases: ['mysql', 'mariadb', 'aurora', 'singlestore', 'oceanbase', 'tidb'],
		harmful: [
			'allowloadlocalinfile',
			'allowloadlocalinfileinpath',
			'allowurlinlocalinfile',
			'allowlocalinfile',
			'autodeserialize',
			'socketfactory',
			'queryinterceptors',
			'statementinterceptors',
			'exceptioninterceptors',
			'connectionlifecycleinterceptors',
			'authenticationplugins',
			'defaultauthenticationplugin',
			'authenticationfidocallbackhandler',
			'authenticationopenidconnectcallbackhandler',
			'authenticationwebauthncallbackhandler',
			'propertiestransform',
			'serverrsapublickeyfile',
			'loadbalanceexceptionchecker',
			'loadbalancestrategy',
			'profilereventhandler',
			'serverconfigcachefactory',
			'parseinfocachefactory',
			'queryinfocachefactory',
			'ha.loadbalancestrategy',
			'clientinfoprovider',
			'logger',
		],
	},
	{databases: ['oracle'], harmful: ['tns_admin']},
	{
		databases: ['sqlserver'],
		harmful: [
			'socketfactoryclass',
			'socketfactoryconstructorarg',
			'trustmanagerclass',
			'trustmanagerconstructorarg',
			'accesstokencallbackclass',
			'jaasconfigurationname',
		],
	},
	{databases: ['db2', 'ibmdb', 'ids'], harmful: ['clientrerouteserverlistjndiname', 'pluginclassname', 'tracefile']},
	{databases: ['h2'], harmful: ['init']},
	{databases: ['hive2', 'impala', 'kyuubi', 'spark'], harmful: ['initfile']},
];

/** What a driver takes for `%XX`, sign by sign, whatever stands beside it; a name has no signs of which the bytes would matter. */
export const unescaped = (text: string): string =>
	text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A name as it compares with ours: drivers take upper case, also of signs such as ı and ſ, and trim what no one sees. */
export const folded = (name: string): string =>
	name
		.toUpperCase()
		.toLowerCase()
		.replace(/[\s\x00-\x1f\x7f]+/g, '');

/** What stands in a URL before its host, also behind the name of a driver that wraps another one: `jdbc:aws-wrapper:mysql://`. */
export const driverWords = (url: string): readonly string[] => /^[^/@?;]*/.exec(unescaped(url))![0].split(/[:+]/).map(folded);

const allHarmful = families.flatMap(({harmful}) => harmful);

/** Whether a driver with these words in its URLs does harm with a parameter. One that nobody knows may be made from any of them. */
export function harmfulTo(words: readonly string[]): (parameter: string) => boolean {
	const known = families.filter(({databases}) => databases.some(database => words.includes(database)));
	const harmful = new Set(known.length === 0 ? allHarmful : known.flatMap(one => one.harmful));
	return parameter => harmful.has(parameter);
}
