/** What a person sees: a screen that redraws itself, or lines that are only ever appended. */
export type Surface = 'screen' | 'lines';

export type Streams = {
	readonly stdin: {readonly isTTY?: boolean};
	readonly stdout: {readonly isTTY?: boolean};
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0' && value !== 'false';

export const hasTerminal = ({stdin, stdout}: Streams): boolean => stdin.isTTY === true && stdout.isTTY === true;

/**
 * The screen is for a terminal that can move its cursor and a person who reads it by eye. `ACCESSIBLE` is what other
 * wizards (charm's huh) go by, `INK_SCREEN_READER` Ink's own.
 */
export function surfaceOf(plain: boolean, env: NodeJS.ProcessEnv, streams: Streams): Surface {
	const {TERM, CI, ACCESSIBLE, INK_SCREEN_READER} = env;
	if (plain || !hasTerminal(streams) || TERM === 'dumb' || isSet(CI) || isSet(ACCESSIBLE) || isSet(INK_SCREEN_READER))
		return 'lines';
	return 'screen';
}

/** Whether to use colour, and letters beyond ASCII. */
export function lookOf(env: NodeJS.ProcessEnv, {stdout}: Streams): {readonly colour: boolean; readonly unicode: boolean} {
	const {NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG} = env;
	return {
		colour: stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb',
		unicode: /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') || process.platform === 'darwin',
	};
}
