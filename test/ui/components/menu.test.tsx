import {describe, expect, it} from 'vitest';
import {Menu} from '../../../source/ui/components/menu.tsx';
import {keys, show} from '../helpers/app.ts';

function menu(count = 4, height = 10) {
	const log: string[] = [];
	const items = Array.from({length: count}, (_, index) => ({value: `v${index + 1}`, label: `choice ${index + 1}`}));
	const app = show(
		<Menu
			items={items}
			height={height}
			onSelect={value => log.push(value)}
			onKey={press => log.push(press.text || press.name)}
		/>,
	);
	return {log, app};
}

const marked = (frame: string) => /❯ (.*)/.exec(frame)?.[1]?.trim();

describe('a menu', () => {
	it('moves with arrows, j and k, g and G, round its ends', async () => {
		const {app} = menu();
		expect(marked(app.frame())).toBe('1 choice 1');
		await app.press(keys.down, 'j');
		expect(marked(app.frame())).toBe('3 choice 3');
		await app.press('k', keys.up, keys.up);
		expect(marked(app.frame())).toBe('4 choice 4');
		await app.press('g');
		expect(marked(app.frame())).toBe('1 choice 1');
		await app.press('G');
		expect(marked(app.frame())).toBe('4 choice 4');
	});

	it('chooses by Enter and by number, and nothing by a number that is not there', async () => {
		const {app, log} = menu();
		await app.press(keys.down, keys.enter, '4', '9');
		expect(log).toEqual(['v2', 'v4']);
	});

	it('takes keys of one read one after the other, also those that are not its own', async () => {
		const {app, log} = menu();
		await app.press('jj?');
		expect(marked(app.frame())).toBe('3 choice 3');
		expect(log).toEqual(['?']);
		await app.press(`${keys.down}\r`);
		expect(log).toEqual(['?', 'v4']);
	});

	it('shows as many as fit, the highlighted among them', async () => {
		const {app} = menu(30, 5);
		await app.press(keys.pageDown, keys.pageDown);
		expect(app.frame().split('\n')).toHaveLength(5);
		expect(marked(app.frame())).toContain('choice 11');
	});
});
