import {Box, Text} from 'ink';
import {useState} from 'react';
import type {Change} from '../../../core/events.ts';
import {cleanLine} from '../../../core/text.ts';
import {clip} from '../../components/fold.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {diffLines} from '../plan/diff-lines.ts';

function colourOf(line: string): string | undefined {
	if (line.startsWith('+')) return 'green';
	return line.startsWith('-') ? 'red' : undefined;
}

type Props = {readonly change: Change; readonly onClose: () => void; readonly width: number; readonly height: number};

/** The diff of one file, to be scrolled. */
export function DiffView({change, onClose, width, height}: Props) {
	const [top, setTop] = useState(0);
	const lines = diffLines(change);
	const room = Math.max(1, height - 1);
	const last = Math.max(0, lines.length - room);
	const start = Math.min(top, last);
	useKeys(
		press => {
			const to = (line: number) => setTop(Math.min(Math.max(line, 0), last));
			const key = press.name === 'text' ? press.text : press.name;
			const next = rowAfter(key, start, last + 1);
			if (next !== undefined) return setTop(next);
			switch (key) {
				case 'page-down':
				case ' ':
					return to(start + room);
				case 'page-up':
					return to(start - room);
				case 'g':
				case 'home':
					return to(0);
				case 'G':
				case 'end':
					return to(last);
				case 'escape':
				case 'enter':
				case 'd':
				case 'q':
					return onClose();
			}
		},
		{letters: true},
	);
	const place = last === 0 ? '' : `  ${start + 1}–${Math.min(start + room, lines.length)} of ${lines.length}`;
	return (
		<Box flexDirection="column">
			<Text bold wrap="truncate">
				{clip(cleanLine(change.what), width - place.length)}
				{place}
			</Text>
			{lines.slice(start, start + room).map((line, index) => (
				<Text key={start + index} color={colourOf(line)} dimColor={line.startsWith('@')} wrap="truncate">
					{clip(line, width)}
				</Text>
			))}
		</Box>
	);
}
