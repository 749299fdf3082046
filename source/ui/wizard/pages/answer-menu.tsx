import {Menu} from '../../components/menu.tsx';
import {type PageId, pageTitles} from '../page-order.ts';

type Props = {
	/** Those that are asked. */
	readonly pages: readonly PageId[];
	readonly onSelect: (page: PageId) => void;
	readonly onClose: () => void;
	readonly height: number;
};

/** The pages with answers, to choose from which one is changed. */
export function AnswerMenu({pages, onSelect, onClose, height}: Props) {
	const items = pages.filter(page => page !== 'start' && page !== 'review').map(page => ({value: page, label: pageTitles[page]}));
	return <Menu<PageId> items={items} onSelect={onSelect} onKey={press => press.name === 'escape' && onClose()} height={height} />;
}
