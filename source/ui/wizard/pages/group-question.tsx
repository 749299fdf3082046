import {Box, Text} from 'ink';
import {fold} from '../../components/fold.ts';
import {Menu} from '../../components/menu.tsx';
import type {Press} from '../../hooks/presses.ts';
import type {Reading} from '../answers/reading.ts';
import type {GroupAnswer} from '../hosts/inventory-roles.ts';
import {groupChoices, groupQuestion} from '../hosts/list-words.ts';
import type {UnclearGroup} from '../hosts/read-inventory.ts';

type Props = {
	readonly asked: UnclearGroup;
	readonly reading: Pick<Reading, 'offered' | 'list'>;
	readonly onAnswer: (answer: GroupAnswer) => void;
	readonly onKey: (press: Press) => void;
	readonly width: number;
	readonly height: number;
};

/** Which role has a group of the inventory? */
export function GroupQuestion({asked, reading, onAnswer, onKey, width, height}: Props) {
	const {offered, list} = reading;
	const question = fold(groupQuestion(asked, list), width - 1).slice(0, Math.max(1, height - 4));
	return (
		<Box flexDirection="column">
			{question.map(line => (
				<Text key={line} wrap="truncate">
					{line}
				</Text>
			))}
			<Menu<GroupAnswer>
				items={groupChoices(offered, list, asked)}
				onSelect={onAnswer}
				onKey={onKey}
				height={Math.max(1, height - question.length)}
			/>
		</Box>
	);
}
