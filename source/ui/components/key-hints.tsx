import {Text} from 'ink';
import stringWidth from 'string-width';

/** A key and what it does now. */
export type Hint = readonly [key: string, does: string];

/** The hints that fit into a width; those at the end are left out first. */
export function hintsThatFit(hints: readonly Hint[], width: number): readonly Hint[] {
	let used = 0;
	return hints.filter(([key, does]) => {
		used += stringWidth(`${key} ${does}`) + (used === 0 ? 0 : 3);
		return used <= width;
	});
}

/** The line of the keys that work now. */
export function KeyHints({hints, width}: {readonly hints: readonly Hint[]; readonly width: number}) {
	return (
		<Text wrap="truncate">
			{hintsThatFit(hints, width).map(([key, does], index) => (
				<Text key={key}>
					{index > 0 && <Text dimColor> · </Text>}
					<Text bold>{key}</Text>
					<Text dimColor> {does}</Text>
				</Text>
			))}
		</Text>
	);
}
