import {Menu} from '../../components/menu.tsx';
import type {Reading} from '../answers/reading.ts';
import {type PageId, pagesFor, titleOf} from '../page-order.ts';

type Props = {
	readonly reading: Reading;
	readonly onSelect: (page: PageId) => void;
	readonly onClose: () => void;
	readonly height: number;
};

/** The pages with answers, to choose from which one is changed. */
export function AnswerMenu({reading, onSelect, onClose, height}: Props) {
	const items = pagesFor(reading)
		.filter(page => page !== 'start' && page !== 'review')
		.map(page => ({value: page, label: titleOf(page, reading)}));
	return <Menu<PageId> items={items} onSelect={onSelect} onKey={press => press.name === 'escape' && onClose()} height={height} />;
}
