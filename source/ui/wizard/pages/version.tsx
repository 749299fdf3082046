import {fieldOf} from '../answers/answers.ts';
import type {PageProps} from '../page-props.ts';
import {versionChoices} from '../version-choices.ts';
import {ChoiceList} from './choice-list.tsx';

export function VersionPage(props: PageProps) {
	const {state, reading, dispatch} = props;
	const {answers} = state;
	return (
		<ChoiceList
			{...props}
			asked="The Confluent Platform to install. For a new cluster the newest is right."
			rows={versionChoices(answers)}
			chosen={answers.openVersion === true ? fieldOf(answers, 'platform.version') : reading.version}
			onChoose={value => dispatch({type: 'field', id: 'platform.version', value})}
		/>
	);
}
