import {Text, useStdout} from 'ink';
import {clip, clipPath} from './fold.ts';

/** Whether a reversed character can be told from others; without colour the cursor is a bar of its own. */
function useColour(): boolean {
	const {stdout} = useStdout();
	return stdout.hasColors?.() === true;
}

type Props = {
	readonly text: string;
	/** Where the cursor stands in it; undefined: elsewhere. */
	readonly cursor: number | undefined;
	readonly width: number;
};

/** One line of text with the cursor in it, as much of it around the cursor as fits. */
export function CursorLine({text, cursor, width}: Props) {
	const colour = useColour();
	const at = cursor ?? 0;
	// The bar is a column more than the text has.
	const room = Math.max(1, colour ? width : width - 1);
	const start = Math.max(0, colour ? at - room + 1 : at - room);
	const end = start + room;
	const head = text.slice(start, at);
	const tail = text.slice(at, end);
	if (cursor === undefined) return <Text wrap="truncate">{(text.includes('/') ? clipPath : clip)(text, width)}</Text>;
	if (!colour) return <Text wrap="truncate">{`${head}▏${tail}`.slice(0, width)}</Text>;
	return (
		<Text wrap="truncate">
			{head}
			<Text inverse>{tail.slice(0, 1) || ' '}</Text>
			{tail.slice(1)}
		</Text>
	);
}
