import {Box, Text} from 'ink';
import stringWidth from 'string-width';

/** A key and what it does now. */
export type Hint = readonly [key: string, does: string];

/** The hints in lines of a width. */
function linesOf(hints: readonly Hint[], width: number): readonly (readonly Hint[])[] {
	const lines: Hint[][] = [[]];
	let used = 0;
	for (const hint of hints) {
		const [key, does] = hint;
		const own = stringWidth(`${key} ${does}`);
		if (used > 0 && used + 3 + own > width) {
			lines.push([]);
			used = 0;
		}
		used += own + (used === 0 ? 0 : 3);
		lines.at(-1)!.push(hint);
	}
	return lines;
}

/** The hints in lines of about the same width; those that don't fit into the last line are left out. */
export function hintLines(hints: readonly Hint[], width: number, most: number): readonly (readonly Hint[])[] {
	const lines = linesOf(hints, width);
	if (lines.length > most) return lines.slice(0, most);
	// One hint alone in the last line looks lost.
	let narrow = width;
	while (narrow > 1 && linesOf(hints, narrow - 1).length === lines.length) narrow -= 1;
	return linesOf(hints, narrow);
}

type Props = {readonly hints: readonly Hint[]; readonly width: number; readonly height: number};

/** The keys that work now, in one line where they fit. */
export function KeyHints({hints, width, height}: Props) {
	return (
		<Box flexDirection="column" height={height} justifyContent="flex-end">
			{hintLines(hints, width, height).map(line => (
				<Text key={line[0]?.[0]} wrap="truncate">
					{line.map(([key, does], index) => (
						<Text key={key}>
							{index > 0 && <Text dimColor> · </Text>}
							<Text bold>{key}</Text>
							<Text dimColor> {does}</Text>
						</Text>
					))}
				</Text>
			))}
		</Box>
	);
}
