/**
 * A value that must never be seen: it prints as `•••` wherever it is turned into text.
 * Only the SSH login, sudo's standard input and the input of a remote command open it, with `reveal()`.
 */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
	}

	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return '•••';
	}

	toJSON(): string {
		return '•••';
	}

	[Symbol.for('nodejs.util.inspect.custom')](): string {
		return '•••';
	}
}
