import {type Reader, readVarint, WireError, type Writer, writeVarint} from './bytes.ts';

/**
 * A type of Kafka's protocol in its flexible form (KIP-482): lengths are varints of one more than they say, 0 is null, and
 * tagged fields end every struct. We write none, and skip those that come.
 */
export type Type<T> = {
	readonly write: (to: Writer, value: T) => void;
	readonly read: (from: Reader) => T;
	/** As Kafka's message definitions write it: `int32`, `[]string`, `?string` where it may be null; a struct has its fields. */
	readonly shape: Shape;
};
export type Shape =
	| string
	| {readonly fields: Readonly<Record<string, Shape>>; readonly list?: boolean; readonly nullable?: boolean};

// biome-ignore lint/suspicious/noExplicitAny: the fields of a struct have a type each
export type Fields = Readonly<Record<string, Type<any>>>;
export type Values<F extends Fields> = {readonly [K in keyof F]: F[K] extends Type<infer T> ? T : never};

function fixed<T>(shape: string, length: number, write: (value: T) => Buffer, read: (bytes: Buffer) => T): Type<T> {
	return {shape, write: (to, value) => to.put(write(value)), read: from => read(from.take(length))};
}

function number(shape: string, length: number, write: (bytes: Buffer, value: number) => void, read: (bytes: Buffer) => number) {
	const bytesOf = (value: number) => {
		const bytes = Buffer.alloc(length);
		write(bytes, value);
		return bytes;
	};
	return fixed(shape, length, bytesOf, read);
}

export const int8 = number(
	'int8',
	1,
	(bytes, value) => bytes.writeInt8(value),
	bytes => bytes.readInt8(),
);
export const int16 = number(
	'int16',
	2,
	(bytes, value) => bytes.writeInt16BE(value),
	bytes => bytes.readInt16BE(),
);
export const uint16 = number(
	'uint16',
	2,
	(bytes, value) => bytes.writeUInt16BE(value),
	bytes => bytes.readUInt16BE(),
);
export const int32 = number(
	'int32',
	4,
	(bytes, value) => bytes.writeInt32BE(value),
	bytes => bytes.readInt32BE(),
);
/** Offsets, sizes and times: exact up to 2^53, which no log comes to. */
export const int64 = number(
	'int64',
	8,
	(bytes, value) => bytes.writeBigInt64BE(BigInt(value)),
	bytes => Number(bytes.readBigInt64BE()),
);
export const bool: Type<boolean> = fixed(
	'bool',
	1,
	value => Buffer.from([value ? 1 : 0]),
	bytes => bytes[0] !== 0,
);
/** In hex. */
export const uuid: Type<string> = fixed(
	'uuid',
	16,
	value => Buffer.from(value, 'hex'),
	bytes => bytes.toString('hex'),
);

/** A length and then as many bytes or items; undefined is null. */
function readLength(from: Reader): number | undefined {
	const length = readVarint(from);
	return length === 0 ? undefined : length - 1;
}

function orThrow<T>(value: T | undefined): T {
	if (value === undefined) throw new WireError('the answer has null where there must be a value');
	return value;
}

export const nullableBytes: Type<Buffer | undefined> = {
	shape: '?records',
	write(to, value) {
		writeVarint(to, value === undefined ? 0 : value.length + 1);
		if (value !== undefined) to.put(value);
	},
	read(from) {
		const length = readLength(from);
		return length === undefined ? undefined : from.take(length);
	},
};
export const nullableString: Type<string | undefined> = {
	shape: '?string',
	write: (to, value) => nullableBytes.write(to, value === undefined ? undefined : Buffer.from(value)),
	read: from => nullableBytes.read(from)?.toString('utf8'),
};
export const string: Type<string> = {
	shape: 'string',
	write: nullableString.write,
	read: from => orThrow(nullableString.read(from)),
};

const listOf = (shape: Shape, nullable: boolean): Shape =>
	typeof shape === 'string' ? `${nullable ? '?' : ''}[]${shape}` : {...shape, list: true, ...(nullable ? {nullable} : {})};

export function nullableList<T>(of: Type<T>): Type<readonly T[] | undefined> {
	return {
		shape: listOf(of.shape, true),
		write(to, values) {
			writeVarint(to, values === undefined ? 0 : values.length + 1);
			for (const value of values ?? []) of.write(to, value);
		},
		read(from) {
			const length = readLength(from);
			if (length === undefined) return undefined;
			// Every item takes a byte at least, so a length that cannot be true is refused before anything is made for it.
			if (length > from.left()) throw new WireError('the answer is cut');
			const values: T[] = [];
			while (values.length < length) values.push(of.read(from));
			return values;
		},
	};
}

export function list<T>(of: Type<T>): Type<readonly T[]> {
	const nullable = nullableList(of);
	return {shape: listOf(of.shape, false), write: nullable.write, read: from => orThrow(nullable.read(from))};
}

export function skipTagged(from: Reader): void {
	for (let left = readVarint(from); left > 0; left--) {
		readVarint(from);
		from.take(readVarint(from));
	}
}

/** Fields in the order in which they are written. */
export function struct<F extends Fields>(fields: F): Type<Values<F>> {
	const all = Object.entries(fields);
	return {
		shape: {fields: Object.fromEntries(all.map(([name, {shape}]) => [name, shape]))},
		write(to, value) {
			for (const [name, {write}] of all) write(to, value[name]);
			writeVarint(to, 0);
		},
		read(from) {
			const value = Object.fromEntries(all.map(([name, {read}]) => [name, read(from)]));
			skipTagged(from);
			return value as Values<F>;
		},
	};
}
