import type {PageProps} from '../page-props.ts';
import {aboutVersion, keeperChoices} from '../version-choices.ts';
import {ChoiceList} from './choice-list.tsx';

/** The role that keeps the metadata, where the version leaves a choice. */
export function MetadataPage(props: PageProps) {
	const {reading, dispatch} = props;
	return (
		<ChoiceList
			{...props}
			asked={`Where does the cluster keep its metadata? ${aboutVersion(reading)} leaves the choice.`}
			rows={keeperChoices(reading)}
			chosen={reading.keeper}
			onChoose={keeper => dispatch({type: 'keeper', keeper})}
		/>
	);
}
