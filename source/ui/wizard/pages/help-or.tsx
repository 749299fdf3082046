import {type ReactNode, useState} from 'react';
import {Help} from '../../components/help.tsx';
import type {Hint} from '../../components/key-hints.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {pageHelp} from '../help-texts.ts';
import type {PageProps} from '../page-props.ts';

type Props = PageProps & {
	readonly hints: readonly Hint[];
	readonly help: {readonly open: boolean; readonly close: () => void};
	readonly children: ReactNode;
};

/** A page's frame, with its help in place of its body while that is open. */
export function HelpOr(props: Props) {
	const {size, title, progress, hints, help, children, state} = props;
	const {width, body} = pageLayout(size);
	return (
		<Page size={size} title={title} progress={progress} hints={help.open ? [['any key', 'closes the help']] : hints}>
			{help.open ? <Help title={title} text={pageHelp[state.page]} onClose={help.close} width={width} height={body} /> : children}
		</Page>
	);
}

export function useHelp(): {readonly open: boolean; readonly close: () => void; readonly show: () => void} {
	const [open, set] = useState(false);
	return {open, close: () => set(false), show: () => set(true)};
}
