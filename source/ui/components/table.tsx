import {Box, Text} from 'ink';
import stringWidth from 'string-width';
import {clip, pad, windowStart} from './fold.ts';

export type Cell = {readonly text: string; readonly tone?: 'good' | 'bad' | 'doubtful' | 'dim' | undefined};
export type Row = {readonly id: string; readonly cells: readonly Cell[]};

const colours = {good: 'green', bad: 'red', doubtful: 'yellow', dim: undefined} as const;

/** How wide each column gets: what it holds, the widest cut first where that is too much. */
export function columnWidths(head: readonly string[], rows: readonly Row[], width: number): readonly number[] {
	const widths = head.map((title, column) =>
		Math.max(stringWidth(title), ...rows.map(row => stringWidth(row.cells[column]?.text ?? ''))),
	);
	const total = () => widths.reduce((sum, one) => sum + one + 1, 0);
	while (total() > width && Math.max(...widths) > 3) widths[widths.indexOf(Math.max(...widths))]! -= 1;
	return widths;
}

type Props = {
	readonly head: readonly string[];
	readonly rows: readonly Row[];
	/** The row with the cursor; undefined: none. */
	readonly selected?: number | undefined;
	readonly width: number;
	/** Rows of the screen, the head among them. */
	readonly height: number;
};

/** Rows in columns, as many as the height holds around the selected one. */
export function Table({head, rows, selected, width, height}: Props) {
	const room = Math.max(1, height - 1);
	const start = windowStart(selected ?? 0, rows.length, room);
	const shown = rows.slice(start, start + room);
	const widths = columnWidths(head, rows, width - 2);
	const more = rows.length > room ? `${start + 1}–${start + shown.length} of ${rows.length}` : '';
	const heading = head.map((title, column) => pad(clip(title, widths[column]!), widths[column]!)).join(' ');
	return (
		<Box flexDirection="column">
			<Text dimColor wrap="truncate">
				{`  ${heading}`.trimEnd()}
				{more === '' ? '' : `  ${more}`}
			</Text>
			{shown.map((row, index) => (
				<Text key={row.id} wrap="truncate">
					<Text color="cyan">{start + index === selected ? '❯ ' : '  '}</Text>
					{row.cells.map(({text, tone}, column) => (
						<Text
							key={column}
							color={tone === undefined ? undefined : colours[tone]}
							dimColor={tone === 'dim'}
							bold={column === 0 && start + index === selected}
						>
							{pad(clip(text, widths[column]!), widths[column]! + 1)}
						</Text>
					))}
				</Text>
			))}
		</Box>
	);
}
