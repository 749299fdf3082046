import {Text} from 'ink';
import {describe, expect, it} from 'vitest';
import {clip, clipPath, fold, windowStart} from '../../../source/ui/components/fold.ts';
import {Help} from '../../../source/ui/components/help.tsx';
import {hintLines} from '../../../source/ui/components/key-hints.tsx';
import {Page, pageLayout} from '../../../source/ui/components/page.tsx';
import {Table} from '../../../source/ui/components/table.tsx';
import {keys, show} from '../helpers/app.ts';

describe('the frame of a page', () => {
	it('leaves two rows of the terminal free, whatever its size and content', () => {
		for (let rows = 5; rows <= 60; rows++) {
			const app = show(
				<Page size={{columns: 40, rows}} title="orders · Hosts" progress="step 1 of 9" hints={[['Enter', 'continue']]}>
					{Array.from({length: 80}, (_, index) => (
						<Text key={index}>line {index}</Text>
					))}
				</Page>,
			);
			expect(app.frame().split('\n').length).toBeLessThanOrEqual(rows - 2);
			expect(app.frame()).toContain('Enter continue');
			app.unmount();
		}
	});

	it('gives the body what is left', () => {
		expect(pageLayout({columns: 80, rows: 24})).toEqual({width: 79, body: 18, gap: 1, height: 22});
		expect(pageLayout({columns: 40, rows: 10})).toEqual({width: 39, body: 6, gap: 0, height: 8});
	});

	it('shows the keys in as many lines as there are for them, each whole, the lines about as long as each other', () => {
		const hints = [
			['Enter', 'continue'],
			['Esc', 'back'],
			['?', 'help'],
		] as const;
		const shown = (width: number, lines: number) =>
			hintLines(hints, width, lines).map(line => line.map(([key]) => key).join(' '));
		expect(shown(80, 1)).toEqual(['Enter Esc ?']);
		expect(shown(26, 1)).toEqual(['Enter Esc']);
		expect(shown(26, 2)).toEqual(['Enter', 'Esc ?']);
	});
});

describe('text in a width', () => {
	it('is folded at words and clipped with an ellipsis', () => {
		expect(fold('one two three', 8)).toEqual(['one two', 'three']);
		expect(fold('a\n\nb', 8)).toEqual(['a', '', 'b']);
		expect(clip('kafka-01.example.org', 9)).toBe('kafka-01…');
		expect(clip('字字字', 4)).toBe('字…');
		expect(clipPath('/root/.cache/plugins/connect.zip', 14)).toBe('…s/connect.zip');
		expect(clipPath('/a/字字', 4)).toBe('…字');
		expect(clipPath('/a/b', 4)).toBe('/a/b');
	});

	it('is scrolled as little as possible', () => {
		expect(windowStart(0, 10, 3)).toBe(0);
		expect(windowStart(5, 10, 3)).toBe(3);
		expect(windowStart(4, 10, 3, 3)).toBe(3);
		expect(windowStart(9, 10, 3, 0)).toBe(7);
	});
});

describe('a table', () => {
	it('keeps to its width and height, and says what it shows', () => {
		const rows = Array.from({length: 20}, (_, index) => ({
			id: String(index),
			cells: [{text: `kafka-${index}.a-long-name.example.org`}, {text: '✔ Debian 12', tone: 'good' as const}],
		}));
		const app = show(<Table head={['host', 'system']} rows={rows} selected={12} width={30} height={6} />);
		const lines = app.frame().split('\n');
		expect(lines).toHaveLength(6);
		expect(lines[0]).toContain('9–13 of 20');
		expect(lines.find(line => line.startsWith('❯'))).toContain('kafka-12.a');
		for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(30);
	});
});

describe('help', () => {
	it('scrolls where it is long, and closes by any other key', async () => {
		let closed = 0;
		const text = Array.from({length: 9}, (_, index) => `line ${index}`).join('\n');
		const app = show(<Help title="Port" text={text} onClose={() => closed++} width={40} height={5} />);
		expect(app.frame()).toBe('Port\n  line 0\n  line 1\n  line 2\n  line 3');
		await app.press(keys.down);
		expect(app.frame()).toContain('line 4');
		await app.press(keys.escape);
		expect(closed).toBe(1);
	});
});
