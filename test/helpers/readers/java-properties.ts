import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Java's own reader, in a process that answers one file after the other. */
export type PropertiesReader = {
	/** Each `put` of java.util.Properties, in the order of the file: a key that stands there twice comes twice. The same from bytes and from text. */
	read(text: string): Promise<readonly (readonly [key: string, value: string])[]>;
	close(): void;
};

/** For each file, its length before it; answers with the number of texts and each one, its length before it, in UTF-16. -1: Latin-1 and UTF-8 differ. */
const program = `import java.io.*; import java.util.*; import java.nio.charset.StandardCharsets;
public class Read {
  static List<String> puts(Reader reader, InputStream bytes) throws Exception {
    var list = new ArrayList<String>();
    var p = new Properties() { public synchronized Object put(Object k, Object v) { list.add((String) k); list.add((String) v); return super.put(k, v); } };
    if (reader == null) p.load(bytes); else p.load(reader);
    return list;
  }
  public static void main(String[] a) throws Exception {
    var in = new DataInputStream(new BufferedInputStream(System.in)); var out = new DataOutputStream(new BufferedOutputStream(System.out));
    for (;;) {
      int length; try { length = in.readInt(); } catch (EOFException end) { return; }
      byte[] bytes = in.readNBytes(length);
      var latin = puts(null, new ByteArrayInputStream(bytes));
      var text = puts(new StringReader(new String(bytes, StandardCharsets.UTF_8)), null);
      if (!latin.equals(text)) out.writeInt(-1);
      else { out.writeInt(latin.size()); for (var s : latin) { out.writeInt(s.length()); out.writeChars(s); } }
      out.flush();
    }
  }
}`;

/** Why there is no JDK that runs a source file; undefined where there is one. */
export function withoutJdk(): string | undefined {
	const {stdout, error} = spawnSync('java', ['--list-modules'], {encoding: 'utf8'});
	if (error !== undefined) return 'there is no java on this machine';
	return stdout.includes('jdk.compiler') ? undefined : 'java is no JDK, which could run a source file';
}

export function propertiesReader(): PropertiesReader {
	const folder = mkdtempSync(join(tmpdir(), 'read-'));
	writeFileSync(join(folder, 'Read.java'), program);
	const child = spawn('java', ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', join(folder, 'Read.java')], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const waiting: {resolve(answer: readonly (readonly [string, string])[]): void; reject(error: Error): void}[] = [];
	let buffer = Buffer.alloc(0);
	child.stdout.on('data', (data: Buffer) => {
		buffer = Buffer.concat([buffer, data]);
		for (let answer = take(buffer); answer !== undefined; answer = take(buffer)) {
			buffer = buffer.subarray(answer.end);
			const asked = waiting.shift()!;
			if (answer.texts === undefined) asked.reject(new Error('java reads another file from bytes than from text'));
			else asked.resolve(answer.texts.flatMap((text, at, all) => (at % 2 === 0 ? [[text, all[at + 1]!] as const] : [])));
		}
	});
	child.on('exit', code => {
		for (const {reject} of waiting.splice(0)) reject(new Error(`java ended with ${code}`));
	});
	child.stdin.on('error', () => {});
	return {
		read(text) {
			const bytes = Buffer.from(text);
			const length = Buffer.alloc(4);
			length.writeInt32BE(bytes.length);
			return new Promise((resolve, reject) => {
				if (child.exitCode !== null) return reject(new Error(`java ended with ${child.exitCode}`));
				waiting.push({resolve, reject});
				child.stdin.write(Buffer.concat([length, bytes]));
			});
		},
		close() {
			child.stdin.end();
			child.kill();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

type Answer = {readonly end: number; readonly texts: readonly string[] | undefined};

function take(buffer: Buffer): Answer | undefined {
	if (buffer.length < 4) return undefined;
	const count = buffer.readInt32BE(0);
	if (count < 0) return {end: 4, texts: undefined};
	const texts: string[] = [];
	let at = 4;
	for (let index = 0; index < count; index++) {
		if (buffer.length < at + 4) return undefined;
		const end = at + 4 + buffer.readInt32BE(at) * 2;
		if (buffer.length < end) return undefined;
		texts.push(
			Buffer.from(buffer.subarray(at + 4, end))
				.swap16()
				.toString('utf16le'),
		);
		at = end;
	}
	return {end: at, texts};
}
