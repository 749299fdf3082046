/** What ZooKeeper sends to `askZookeeper`, in base64: a session, and an answer to each read; undefined for a node that is not there. */
export function zookeeperAnswers(answers: readonly (string | readonly string[] | undefined)[]): string {
	const int = (value: number) => {
		const bytes = Buffer.alloc(4);
		bytes.writeInt32BE(value);
		return bytes;
	};
	const text = (value: string) => Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);
	const framed = (body: Buffer) => Buffer.concat([int(body.length), body]);
	const session = Buffer.concat([int(0), int(10_000), Buffer.alloc(8), int(16), Buffer.alloc(16), Buffer.from([0])]);
	const replies = answers.map((answer, index) => {
		const header = (error: number) => Buffer.concat([int(index + 1), Buffer.alloc(8), int(error)]);
		if (answer === undefined) return header(-101);
		const stat = Buffer.alloc(68);
		return typeof answer === 'string'
			? Buffer.concat([header(0), text(answer), stat])
			: Buffer.concat([header(0), int(answer.length), ...answer.map(text)]);
	});
	return Buffer.concat([session, ...replies].map(framed)).toString('base64');
}
