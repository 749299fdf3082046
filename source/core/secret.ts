/**
 * A value that must never be seen: it prints as `•••` wherever it is turned into text.
 * Every call of `reveal()`, which opens it, is listed with its reason in test/checks/reveal.test.ts.
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
