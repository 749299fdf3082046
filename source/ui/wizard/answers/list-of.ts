/** Words separated by commas, or by spaces where none has a comma. */
export function listOf(value: string): readonly string[] {
	return value
		.split(value.includes(',') ? ',' : /\s+/)
		.map(word => word.trim())
		.filter(word => word !== '');
}
