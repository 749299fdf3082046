import {useState} from 'react';
import type {Hint} from '../../components/key-hints.tsx';
import {pageLayout} from '../../components/page.tsx';
import type {Press} from '../../hooks/presses.ts';
import type {FieldId} from '../answers/answers.ts';
import type {FieldSpec} from '../answers/fields.ts';
import {helpOf} from '../field-help.ts';
import {Form} from '../form.tsx';
import type {PageProps} from '../page-props.ts';
import {PageWithHelp} from './page-with-help.tsx';

type Props = PageProps & {
	readonly fields: readonly FieldSpec[];
	readonly accept?: string;
	readonly noteOf?: (id: FieldId) => string | undefined;
	/** Something is wrong with a field that its text does not show, such as a file that is no jar. */
	readonly wrongOf?: (id: FieldId) => {readonly message: string; readonly hint?: string} | undefined;
	/** Where Enter and Esc lead, if not to the next page and the one before. */
	readonly onDone?: () => void;
	readonly onBack?: () => void;
};

const hints: readonly Hint[] = [
	['Enter', 'next'],
	['Esc', 'back'],
	['↑↓', 'field'],
	['^D', 'done'],
	['^O', 'help'],
];

/** A page that is a form. */
export function FieldPage(props: Props) {
	const {state, reading, dispatch, size, fields, accept, noteOf, wrongOf, functions} = props;
	const [asked, ask] = useState<{readonly about: FieldId | undefined} | undefined>(undefined);
	const {width, body} = pageLayout(size);
	const back = props.onBack ?? (() => dispatch({type: 'back'}));
	const onKey = (press: Press, field: FieldId | undefined) => {
		if (press.name === 'escape') back();
		else if (press.name === 'ctrl+o' || (press.name === 'text' && press.text === '?')) ask({about: field});
	};
	const spec = fields.find(one => one.id === asked?.about);
	const help = {
		open: asked !== undefined,
		close: () => ask(undefined),
		title: spec?.label,
		text: spec === undefined ? undefined : helpOf(spec.id, reading),
	};
	return (
		<PageWithHelp {...props} hints={hints} help={help}>
			<Form
				fields={fields}
				{...(accept === undefined ? {} : {accept})}
				values={state.answers.fields}
				problemOf={id => reading.problems.get(id) ?? wrongOf?.(id)}
				{...(noteOf === undefined ? {} : {noteOf})}
				onChange={(id, value) => dispatch({type: 'field', id, value})}
				onDone={props.onDone ?? (() => dispatch({type: 'next'}))}
				onKey={onKey}
				complete={functions.complete}
				width={width}
				height={body}
			/>
		</PageWithHelp>
	);
}
