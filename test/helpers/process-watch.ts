import {spawn} from 'node:child_process';
import {once} from 'node:events';

/** Python that reads argument lists and environments of all processes of this machine again and again, those of the lab's hosts among them. */
const watcher = `
import os, sys
words = [bytes.fromhex(word) for word in sys.stdin.readline().split()]
hits, samples, rounds = set(), 0, 0
os.set_blocking(0, False)
print('watching', flush=True)
while True:
    rounds += 1
    for pid in os.listdir('/proc'):
        if not pid.isdigit():
            continue
        for name in ('cmdline', 'environ'):
            try:
                with open(f'/proc/{pid}/{name}', 'rb') as file:
                    text = file.read()
            except OSError:
                continue
            samples += 1
            for index, word in enumerate(words):
                if word in text:
                    hits.add((index, name, text.split(b'\\0')[0].decode('utf8', 'replace')))
    try:
        if os.read(0, 1) == b'':
            break
    except BlockingIOError:
        pass
print(rounds, samples)
for hit in sorted(hits):
    print(*hit)
`;

export type Watched = {
	readonly rounds: number;
	/** Argument lists and environments that were read. */
	readonly samples: number;
	/** `INDEX cmdline|environ PROGRAM` of each that held one of the words. */
	readonly hits: readonly string[];
};

/** Looks for words in what any account may see of a process, until `stop`. The words themselves are in no argument of it. */
export async function watchProcesses(words: readonly string[]): Promise<{stop(): Promise<Watched>}> {
	const child = spawn('python3', ['-c', watcher], {stdio: ['pipe', 'pipe', 'inherit']});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
	});
	child.stdin.write(`${words.map(word => Buffer.from(word).toString('hex')).join(' ')}\n`);
	await once(child.stdout, 'data');
	return {
		async stop() {
			const closed = once(child, 'close');
			child.stdin.end();
			await closed;
			const [, counts = '', ...hits] = output.trim().split('\n');
			const [rounds, samples] = counts.split(' ').map(Number);
			return {rounds: rounds!, samples: samples!, hits};
		},
	};
}
