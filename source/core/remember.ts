import type {CommandResult, Connection} from './connection.ts';

/**
 * A connection that asks equal questions once. For checks between which nothing is changed, where the check of a service asks
 * again what the checks of its files have asked.
 */
export function remember(connection: Connection): Connection {
	const answers = new Map<string, Promise<CommandResult>>();
	return {
		...connection,
		exec(command, options) {
			if (options !== undefined && Object.keys(options).length > 0) return connection.exec(command, options);
			const known = answers.get(command.text) ?? connection.exec(command);
			answers.set(command.text, known);
			return known;
		},
	};
}
