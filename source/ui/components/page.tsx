import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {clip} from './fold.ts';
import {type Hint, KeyHints} from './key-hints.tsx';

/** Columns and rows that a page may fill. */
export type Size = {readonly columns: number; readonly rows: number};

/** A page taller than this is harder to read, not easier. */
const tallest = 30;

/** How the rows of a terminal are dealt out: never more than all but two, blank lines only where there is room. */
export function pageLayout({columns, rows}: Size): {
	readonly width: number;
	readonly body: number;
	readonly gap: number;
	readonly height: number;
} {
	const height = Math.max(3, Math.min(rows - 2, tallest));
	const gap = height >= 12 ? 1 : 0;
	return {width: Math.max(10, columns - 1), body: Math.max(1, height - 2 - 2 * gap), gap, height};
}

type Props = {
	readonly size: Size;
	/** Such as `orders · Hosts`. */
	readonly title: string;
	/** Such as `step 2 of 9`. */
	readonly progress: string;
	readonly hints: readonly Hint[];
	readonly children: ReactNode;
};

/** The frame of every page: where one is at the top, what the keys do at the bottom. Its height is always the same. */
export function Page({size, title, progress, hints, children}: Props) {
	const {width, body, gap, height} = pageLayout(size);
	const room = width - progress.length - 2;
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<Box justifyContent="space-between" height={1} flexShrink={0}>
				<Text bold>{clip(title, room)}</Text>
				<Text dimColor>{progress}</Text>
			</Box>
			<Box flexDirection="column" height={body} marginTop={gap} overflow="hidden" flexShrink={0}>
				{children}
			</Box>
			<KeyHints hints={hints} width={width} height={1 + gap} />
		</Box>
	);
}
