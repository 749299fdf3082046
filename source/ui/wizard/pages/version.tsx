import type {PageProps} from '../page-props.ts';
import {heldVersion, versionChoices} from '../version-choices.ts';
import {ChoiceList} from './choice-list.tsx';

export function VersionPage(props: PageProps) {
	const {state, reading, dispatch} = props;
	const {answers} = state;
	return (
		<ChoiceList
			{...props}
			asked="The Confluent Platform to install. For a new cluster the newest is right."
			rows={versionChoices(answers)}
			chosen={heldVersion(answers, reading)}
			onChoose={choice => dispatch({type: 'version', choice})}
		/>
	);
}
