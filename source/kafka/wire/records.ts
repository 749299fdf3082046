import {bytesWritten, type Reader, readerOf, readSigned, WireError, type Writer, writeSigned} from './bytes.ts';
import {crc32c} from './crc32c.ts';
import {int8, int16, int32, int64} from './types.ts';

/*
 * Record batches of format 2 (Kafka's documentation, "Message Format"), as far as one who writes a few texts and reads them
 * back needs: without keys, headers, compression or transactions.
 */

const magic = 2;
/** Of a batch: its first offset and its length; both come before what the length counts. */
const beforeLength = 12;
/** From the leader's epoch to the checksum, which covers all that follows. */
const beforeCovered = 9;

function writeRecord(to: Writer, text: string, index: number): void {
	const value = Buffer.from(text);
	const record = bytesWritten(inner => {
		int8.write(inner, 0);
		writeSigned(inner, 0);
		writeSigned(inner, index);
		// No key.
		writeSigned(inner, -1);
		writeSigned(inner, value.length);
		inner.put(value);
		writeSigned(inner, 0);
	});
	writeSigned(to, record.length);
	to.put(record);
}

/** A batch of texts, written at a time in ms. */
export function batchOf(texts: readonly string[], at: number): Buffer {
	const covered = bytesWritten(to => {
		int16.write(to, 0);
		int32.write(to, texts.length - 1);
		int64.write(to, at);
		int64.write(to, at);
		// Producer id, its epoch, the first sequence number: none.
		int64.write(to, -1);
		int16.write(to, -1);
		int32.write(to, -1);
		int32.write(to, texts.length);
		for (const [index, text] of texts.entries()) writeRecord(to, text, index);
	});
	return bytesWritten(to => {
		int64.write(to, 0);
		int32.write(to, beforeCovered + covered.length);
		int32.write(to, -1);
		int8.write(to, magic);
		int32.write(to, crc32c(covered) | 0);
		to.put(covered);
	});
}

function textOf(from: Reader): string {
	const record = readerOf(from.take(readSigned(from)));
	record.take(1);
	readSigned(record);
	readSigned(record);
	record.take(Math.max(0, readSigned(record)));
	return record.take(Math.max(0, readSigned(record))).toString('utf8');
}

function textsOfBatch(batch: Reader): readonly string[] {
	int32.read(batch);
	if (int8.read(batch) !== magic) throw new WireError('records of a format that is not known');
	const checksum = int32.read(batch) >>> 0;
	const covered = batch.take(batch.left());
	if (crc32c(covered) !== checksum) throw new WireError('records whose checksum is wrong');
	const from = readerOf(covered);
	if ((int16.read(from) & 0x27) !== 0) throw new WireError('records that were not written by kafka-setup');
	from.take(4 + 8 + 8 + 8 + 2 + 4);
	const texts: string[] = [];
	for (let left = int32.read(from); left > 0; left--) texts.push(textOf(from));
	return texts;
}

/** The texts of the batches that a broker sent, whose last one may be cut. @throws WireError for anything else */
export function textsIn(records: Buffer): readonly string[] {
	const from = readerOf(records);
	const texts: string[] = [];
	while (from.left() >= beforeLength) {
		from.take(beforeLength - 4);
		const length = int32.read(from);
		if (length > from.left()) break;
		texts.push(...textsOfBatch(readerOf(from.take(length))));
	}
	return texts;
}
