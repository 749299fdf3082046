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
			asked="Which Confluent Platform is installed? The newest is right for a new cluster."
			rows={versionChoices(answers)}
			chosen={answers.openVersion === true ? fieldOf(answers, 'platform.version') : reading.version}
			onChoose={value => dispatch({type: 'field', id: 'platform.version', value})}
		/>
	);
}
