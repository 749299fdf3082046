import {Box, Text} from 'ink';
import {useState} from 'react';
import {useKeys} from '../hooks/use-keys.ts';
import {fold} from './fold.ts';

type Props = {
	/** What it is about, if not the page that it stands on. */
	readonly title?: string | undefined;
	readonly text: string;
	readonly onClose: () => void;
	readonly width: number;
	readonly height: number;
};

/** Help in place of the page's body; longer texts scroll, and any other key closes it. */
export function Help({title, text, onClose, width, height}: Props) {
	const lines = fold(text, width - 2);
	const room = Math.max(1, title === undefined ? height : height - 1);
	const last = Math.max(0, lines.length - room);
	const [top, setTop] = useState(0);
	useKeys(
		press => {
			if (press.name === 'down' && last > 0) setTop(Math.min(last, top + 1));
			else if (press.name === 'up' && last > 0) setTop(Math.max(0, top - 1));
			else onClose();
		},
		{letters: true},
	);
	return (
		<Box flexDirection="column">
			{title !== undefined && (
				<Text bold wrap="truncate">
					{title}
				</Text>
			)}
			{lines.slice(top, top + room).map((line, index) => (
				<Text key={index} wrap="truncate">{`${title === undefined ? '' : '  '}${line}`}</Text>
			))}
		</Box>
	);
}
