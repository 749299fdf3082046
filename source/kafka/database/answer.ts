/** What a driver threw: the state and code of its SQLException, its words, and the classes of it and its causes. */
export type Thrown = {
	readonly state: string | undefined;
	readonly code: number;
	readonly message: string;
	readonly classes: readonly string[];
};

export type Place = {
	readonly catalog: string | undefined;
	readonly schema: string | undefined;
	readonly name: string;
	/** As the driver says it: TABLE, VIEW, PARTITIONED TABLE… */
	readonly type: string;
};

/** `type` is one of java.sql.Types; `nullable`: of DatabaseMetaData, 0 for NOT NULL. */
export type Column = {
	readonly name: string;
	readonly type: number;
	readonly typeName: string;
	readonly scale: number;
	readonly nullable: number;
};

export type FoundTable = Place & {
	readonly columns: readonly Column[];
	readonly unreadable?: Thrown;
	/** How many rows it has, where that was asked; or why they could not be counted. */
	readonly rows?: number;
	readonly uncounted?: Thrown;
};
export type TableAnswer = {readonly found: readonly FoundTable[]; readonly near: readonly Place[]; readonly trouble?: Thrown};

export type Opened = {readonly product: string; readonly quote: string; readonly caseCounts: boolean};

/** What was found out of one source; without `opened`, `refused` and `unsuitable` it was not asked, or gave no answer in time. */
export type SourceAnswer = {
	/** No driver takes its URL. */
	readonly unsuitable?: true;
	/** The login, or what comes before it. */
	readonly refused?: Thrown;
	readonly opened?: Opened;
	readonly trouble?: Thrown;
	readonly tables: readonly TableAnswer[];
};

export type Answer = {
	readonly drivers: readonly string[];
	/** Drivers that could not be loaded. */
	readonly broken: readonly Thrown[];
	/** In the order in which they were asked. */
	readonly sources: readonly SourceAnswer[];
	/** `late`: it was ended at its limit. */
	readonly end: 'end' | 'late';
};

/** Far more than what was asked for needs. */
const [mostLength, mostLines] = [512 * 1024, 10_000];

const value = /^(?:-|\+(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

class Unreadable extends Error {}

/** The values of a line. */
class Values {
	readonly #left: string[];

	constructor(words: readonly string[]) {
		this.#left = [...words];
	}

	maybe(): string | undefined {
		const word = this.#left.shift();
		if (word === undefined || !value.test(word)) throw new Unreadable();
		return word === '-' ? undefined : Buffer.from(word.slice(1), 'base64').toString('utf8');
	}

	text(): string {
		return this.maybe() ?? '';
	}

	integer(): number {
		const text = this.text();
		if (!/^-?\d{1,15}$/.test(text)) throw new Unreadable();
		return Number(text);
	}

	end(): void {
		if (this.#left.length > 0) throw new Unreadable();
	}
}

const thrownOf = (values: Values): Thrown => ({
	state: values.maybe(),
	code: values.integer(),
	message: values.text(),
	classes: values.text().split(' ').filter(Boolean),
});

const placeOf = (values: Values): Place => ({
	catalog: values.maybe(),
	schema: values.maybe(),
	name: values.text(),
	type: values.text(),
});

type Writable<T> = {-readonly [K in keyof T]: T[K]};
type Growing = Writable<Omit<SourceAnswer, 'tables'>> & {tables: GrowingTable[]};
type GrowingTable = Writable<Omit<TableAnswer, 'found' | 'near'>> & {
	found: (Writable<Omit<FoundTable, 'columns'>> & {columns: Column[]})[];
	near: Place[];
};

/** Reads the lines one by one; what stands where it does not belong is refused. */
function reader() {
	const drivers: string[] = [];
	const broken: Thrown[] = [];
	const sources: Growing[] = [];
	let end: Answer['end'] | undefined;
	const present = <T>(one: T | undefined): T => {
		if (one === undefined) throw new Unreadable();
		return one;
	};
	const source = () => present(sources.at(-1));
	const table = () => present(source().tables.at(-1));
	const found = () => present(table().found.at(-1));
	/** Its number is the next one. */
	const counted = (values: Values, there: readonly unknown[]) => {
		if (values.integer() !== there.length) throw new Unreadable();
	};
	const lines: Readonly<Record<string, (values: Values) => void>> = {
		java: values => void values.text(),
		driver(values) {
			drivers.push(values.text());
			values.text();
		},
		broken: values => void broken.push(thrownOf(values)),
		source(values) {
			counted(values, sources);
			sources.push({tables: []});
		},
		unsuitable() {
			source().unsuitable = true;
		},
		refused(values) {
			source().refused = thrownOf(values);
		},
		open(values) {
			const [product, , quote, cased] = [values.text(), values.text(), values.text(), values.text()];
			source().opened = {product, quote, caseCounts: cased === 'true'};
		},
		table(values) {
			counted(values, source().tables);
			source().tables.push({found: [], near: []});
		},
		near: values => void table().near.push(placeOf(values)),
		found: values => void table().found.push({...placeOf(values), columns: []}),
		column(values) {
			const [name, type, typeName] = [values.text(), values.integer(), values.text()];
			found().columns.push({name, type, typeName, scale: values.integer(), nullable: values.integer()});
		},
		readable() {},
		unreadable(values) {
			found().unreadable = thrownOf(values);
		},
		rows(values) {
			found().rows = values.integer();
		},
		uncounted(values) {
			found().uncounted = thrownOf(values);
		},
		trouble(values) {
			(sources.at(-1)?.tables.at(-1) ?? source()).trouble = thrownOf(values);
		},
		end() {
			end = 'end';
		},
		late() {
			end = 'late';
		},
	};
	return {
		line(text: string): void {
			const [word = '', ...words] = text.split(' ');
			if (end !== undefined || !Object.hasOwn(lines, word)) throw new Unreadable();
			const values = new Values(words);
			lines[word]!(values);
			values.end();
		},
		answer: (): Answer => ({drivers, broken, sources, end: present(end)}),
	};
}

/** Reads what templates/DatabaseCheck.java prints; undefined for what is not whole, or no such thing. */
export function readAnswer(stdout: string): Answer | undefined {
	if (stdout.length > mostLength) return undefined;
	const lines = stdout.split('\n').slice(0, -1);
	if (lines.length > mostLines) return undefined;
	const {line, answer} = reader();
	try {
		for (const one of lines) line(one);
		return answer();
	} catch (error) {
		if (error instanceof Unreadable) return undefined;
		throw error;
	}
}
