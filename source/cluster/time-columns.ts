/** The names in `timestampColumn`: one name, a list, or a text with commas between them, which no name holds. */
export const timeColumns = (given: string | readonly string[] | undefined): readonly string[] =>
	(typeof given === 'string' ? given.split(',') : (given ?? [])).map(name => name.trim());

/** As `timestamp.column.name` of the connector has them. */
export const joinedTimeColumns = (given: string | readonly string[] | undefined): string | undefined =>
	given === undefined ? undefined : timeColumns(given).join(',');
