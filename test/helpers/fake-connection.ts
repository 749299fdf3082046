import type {Command} from '../../source/core/command.ts';
import type {CommandResult, Connection, Dialed, ExecOptions} from '../../source/core/connection.ts';
import {Secret} from '../../source/core/secret.ts';

export type Answer = {
	/** The whole command, or `/…/` for a regular expression that it has to match. */
	readonly command: string;
	readonly stdout?: string;
	readonly stderr?: string;
	/** 0 by default. */
	readonly code?: number;
	/** If given, the standard input has to be this text. */
	readonly input?: string;
	/** It is no command but a channel that is opened: `command` is `dial HOST:PORT`. */
	readonly dialed?: () => Dialed;
};
export type FakeConnection = Connection & {
	/** Every command that was run, in order. */
	readonly commands: readonly string[];
	/** The standard input of each command, as text; undefined if it had none. */
	readonly inputs: readonly (string | undefined)[];
	/** @throws if a line of the script was not used. */
	done(): void;
};

export function matches(pattern: string, command: string): boolean {
	const expression = /^\/(.+)\/(s?)$/s.exec(pattern);
	return expression ? new RegExp(expression[1]!, expression[2]).test(command) : pattern === command;
}

function textOf(input: Uint8Array | Secret | undefined): string | undefined {
	return input instanceof Secret ? input.reveal() : input && Buffer.from(input).toString();
}

/** For hosts that are asked nothing over a channel. */
export const noDial: Connection['dial'] = async (host, port) => {
	throw new Error(`Unscripted channel to port ${port} of ${host}`);
};

/** A host that answers by a script, in its order, and throws on any command that is not the next one of it. */
export function fakeConnection(script: readonly Answer[]): FakeConnection {
	const left = [...script];
	const commands: string[] = [];
	const inputs: (string | undefined)[] = [];
	return {
		commands,
		inputs,
		async exec(given: Command, options: ExecOptions = {}): Promise<CommandResult> {
			const command = given.text;
			const input = textOf(options.input);
			commands.push(command);
			inputs.push(input);
			const next = left[0];
			if (!next) throw new Error(`Unscripted command, after the end of the script:\n${command}`);
			if (!matches(next.command, command))
				throw new Error(`Unscripted command:\n${command}\nthe script has next:\n${next.command}`);
			if (next.input !== undefined && next.input !== input) {
				throw new Error(`The input of ${command} is ${JSON.stringify(input)}, not ${JSON.stringify(next.input)}`);
			}
			left.shift();
			const {stdout = '', stderr = '', code = 0} = next;
			if (input !== undefined) options.onSent?.(Buffer.byteLength(input));
			if (stdout !== '') options.onOutput?.('stdout', stdout);
			if (stderr !== '') options.onOutput?.('stderr', stderr);
			return {code, stdout, stderr};
		},
		async dial(host, port) {
			const command = `dial ${host}:${port}`;
			commands.push(command);
			inputs.push(undefined);
			const next = left.shift();
			if (next?.command !== command || next.dialed === undefined)
				throw new Error(`Unscripted ${command}; the script has next:\n${next?.command}`);
			return next.dialed();
		},
		async close() {},
		done() {
			if (left.length > 0) throw new Error(`Not run:\n${left.map(answer => answer.command).join('\n')}`);
		},
	};
}

/** A host on which every question finds nothing. */
export const nothingThere: Connection = {exec: async () => ({code: 0, stdout: '', stderr: ''}), dial: noDial, async close() {}};
