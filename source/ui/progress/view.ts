/** What the operator looks at, and what they asked for. */
export type View = {
	readonly page: 'tree' | 'log' | 'help';
	/** The host that is chosen, once one is. */
	readonly host?: string;
	/** The first line of the log that is shown; absent: its end, which is followed as it grows. */
	readonly top?: number;
	readonly paused: boolean;
	/** How often Ctrl+C was pressed. */
	readonly stops: number;
	/** A failure waits for a choice. */
	readonly asking: boolean;
};

export const firstView: View = {page: 'tree', paused: false, stops: 0, asking: false};
