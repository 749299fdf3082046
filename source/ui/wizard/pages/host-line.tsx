import {Box, Text} from 'ink';
import {TextInput} from '../../components/text-input.tsx';

type Props = {
	readonly line: string;
	readonly onType: (line: string) => void;
	readonly onKeep: () => void;
	readonly onLeave: () => void;
	readonly width: number;
};

/** A host to be written in another way. */
export function HostLine({line, onType, onKeep, onLeave, width}: Props) {
	return (
		<Box height={1}>
			<Text bold>{'❯ host  '}</Text>
			<TextInput
				value={line}
				onChange={onType}
				onKey={press => {
					if (press.name === 'escape') onLeave();
					else if (press.name === 'enter') onKeep();
				}}
				isActive
				width={Math.max(8, width - 10)}
				placeholder="user@name:port, or name=address"
			/>
		</Box>
	);
}
