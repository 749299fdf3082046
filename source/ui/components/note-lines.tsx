import {Text} from 'ink';

type Props = {readonly lines: readonly string[]; readonly tone: 'bad' | 'dim' | 'plain'};

/** What is to be said below a table or a form. */
export function NoteLines({lines, tone}: Props) {
	return lines.map(line => (
		<Text key={line} color={tone === 'bad' ? 'red' : undefined} dimColor={tone === 'dim'} wrap="truncate">
			{line}
		</Text>
	));
}
