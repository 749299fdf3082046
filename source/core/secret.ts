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

/** So many signs at most stand for what is typed: that keys are taken is seen, and how long a secret is not. */
const mostSigns = 8;

/** How many signs stand for a secret of `length` characters while it is typed. */
export const signsFor = (length: number): number => Math.min(length, mostSigns);
