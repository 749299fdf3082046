import {BaseAgent, OpenSSHAgent, type ParsedKey, type SignCallback, type SigningRequestOptions} from 'ssh2';
import {notExpanded} from '../config/expand.ts';
import type {KeyStore} from './identity-file.ts';

/** One key to try. */
export type Candidate = {
	/** As the operator knows it: a path, or the agent's comment. */
	readonly label: string;
	/** An agent with this one key, for ssh2; undefined where the key turned out to be unusable. */
	open(): Promise<KeyAgent | undefined>;
};

/** `signed`: the host has asked for its signature. */
export type KeyAgent = BaseAgent & {readonly signed: boolean};

export type KeyRing = {
	readonly candidates: readonly Candidate[];
	/** Why keys can't be used, such as `/home/a/.ssh/id_ed25519: its passphrase is wrong`; grows as keys are tried. */
	readonly notes: readonly string[];
};

export type KeyRingOptions = {
	readonly identityFiles: readonly string[];
	/** The agent's socket. */
	readonly agent: string | undefined;
	/** Leave out the agent's keys that match no identity file. */
	readonly identitiesOnly: boolean;
	readonly keys: KeyStore;
	/** Around a question to the operator: the host's time is not up meanwhile. */
	readonly whileAsking: <T>(question: Promise<T>) => Promise<T>;
};

/**
 * The keys in the order in which they are worth a try: the agent's keys that an identity file names, the other
 * identity files, the agent's other keys. A server counts each try, so the order decides.
 */
export async function keyRing({
	identityFiles,
	agent: socket,
	identitiesOnly,
	keys,
	whileAsking,
}: KeyRingOptions): Promise<KeyRing> {
	const notes: string[] = [];
	const agent = socket === undefined ? undefined : new OpenSSHAgent(socket);
	const agentKeys = agent === undefined ? [] : await identities(agent, notes);
	const used = new Set<ParsedKey>();
	const named: Candidate[] = [];
	const files: Candidate[] = [];

	for (const path of new Set(identityFiles)) {
		const file = await keys.load(path);
		if (file.kind === 'missing') {
			// Of the usual names most are missing; one that could not be made out would be missed in silence.
			const left = notExpanded(path);
			if (left !== undefined) notes.push(`${path}: there is no such file, and “${left}” in it was not expanded`);
			continue;
		}
		if (file.kind === 'unusable') {
			notes.push(`${path}: ${file.why}`);
			continue;
		}
		const {publicKey} = file;
		const held = publicKey === undefined ? undefined : agentKeys.find(key => sameKey(key, publicKey));
		if (held !== undefined && agent !== undefined) {
			if (!used.has(held)) named.push({label: `${path} (agent)`, open: async () => agentOf(agent, held)});
			used.add(held);
		} else if (file.kind === 'public') notes.push(`${path}: a public key, and the agent does not hold the private one`);
		else files.push({label: path, open: () => openFile(path, file, notes, whileAsking)});
	}
	const others = agent === undefined || identitiesOnly ? [] : agentKeys.filter(key => !used.has(key));
	return {
		notes,
		candidates: [
			...named,
			...files,
			...others.map(key => ({label: `agent key ${key.comment || key.type}`, open: async () => agentOf(agent!, key)})),
		],
	};
}

function identities(agent: OpenSSHAgent, notes: string[]): Promise<ParsedKey[]> {
	return new Promise(resolve => {
		agent.getIdentities((error, keys) => {
			if (error) notes.push(`the ssh agent does not answer: ${error.message}`);
			resolve((keys ?? []) as ParsedKey[]);
		});
	});
}

async function openFile(
	path: string,
	file: {publicKey: ParsedKey | undefined; unlock(): Promise<ParsedKey>},
	notes: string[],
	whileAsking: KeyRingOptions['whileAsking'],
): Promise<KeyAgent | undefined> {
	const unlock = async () => {
		try {
			return await whileAsking(file.unlock());
		} catch (error) {
			notes.push(`${path}: ${(error as Error).message}`);
			throw error;
		}
	};
	const publicKey = file.publicKey ?? (await unlock().catch(() => undefined));
	if (publicKey === undefined) return undefined;
	// The passphrase is asked for only when the server would take the key.
	return new OneKeyAgent(publicKey, async (data, hash) => (await unlock()).sign(data, hash));
}

function agentOf(agent: OpenSSHAgent, key: ParsedKey): KeyAgent {
	return new OneKeyAgent(
		key,
		(data, hash) =>
			new Promise((resolve, reject) => {
				const options = (hash === undefined ? {} : {hash}) as SigningRequestOptions;
				agent.sign(key, data, options, (error, signature) =>
					error || signature === undefined ? reject(error ?? new Error('no signature')) : resolve(signature),
				);
			}),
	);
}

function sameKey(one: ParsedKey, other: ParsedKey): boolean {
	return one.getPublicSSH().equals(other.getPublicSSH());
}

/** Lets ssh2 try exactly one key, and sign with it only if the server says that it would do. */
class OneKeyAgent extends BaseAgent<ParsedKey> {
	signed = false;
	readonly #key: ParsedKey;
	readonly #sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;

	constructor(key: ParsedKey, sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>) {
		super();
		this.#key = key;
		this.#sign = sign;
	}

	override getIdentities(callback: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
		callback(undefined, [this.#key]);
	}

	override sign(_key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
		this.signed = true;
		const done = typeof options === 'function' ? options : callback;
		const hash = typeof options === 'function' ? undefined : options.hash;
		this.#sign(data, hash).then(
			signature => done?.(undefined, signature),
			(error: Error) => done?.(error),
		);
	}
}
