import {describe, expect, it} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {askByLines} from '../../../../source/ui/wizard/line/line-form.ts';
import {askCluster} from '../../../../source/ui/wizard/wizard.tsx';
import type {HostProbe, Membership, Questions} from '../../../../source/ui/wizard/wizard-functions.ts';
import {keys, openScreen} from '../../../helpers/screen.ts';
import {fakeFunctions, missing, nobody, wellHost} from '../scene.tsx';

const lab = {cluster: 'lab', hosts: ['kafka-01', 'kafka-02', 'kafka-03']};
const opened = parseCluster('name: lab\nhosts: [kafka-01]\nroles: {zookeeper: [kafka-01], kafka: [kafka-01]}\n', 'lab.yaml');

const probeOf =
	(belongs: Membership) =>
	({host}: {readonly host: {readonly name: string}}): HostProbe =>
		host.name === 'new-01' ? wellHost : {...wellHost, belongs};

function checking(belongs: Membership, options: Partial<Questions> = {}, openFile = async () => opened) {
	const screen = openScreen({columns: 80, rows: 24});
	const {functions} = fakeFunctions({openFile}, probeOf(belongs));
	const result = askCluster({
		functions,
		beginning: nobody,
		answers: {...noAnswers, hosts: 'kafka-01 kafka-02 new-01'},
		page: 'check',
		stdin: screen.stdin,
		stdout: screen.stdout,
		...options,
	});
	return {screen, result};
}

const shown =
	process.env.SHOW_SCREENS === undefined ? () => {} : (text: string) => process.stderr.write(`${text}\n${'-'.repeat(80)}\n`);

describe('a host that belongs to a cluster already', () => {
	it('is told on the check page, and its file is opened when that is confirmed', async () => {
		const {screen, result} = checking({...lab, file: '/srv/clusters/lab.yaml'});
		await screen.see('belongs to the cluster lab (kafka-01, kafka-02, kafka-03)');
		expect(screen.text()).toMatch(/! cluster: lab\n +kafka-01, kafka-02\n +belongs/);
		expect(screen.text()).toContain('Its cluster file: /srv/clusters/lab.yaml');
		await screen.see('o open /srv/clusters/lab.yaml');
		await screen.see('1 ok · 2 with warnings');
		shown(screen.text());
		screen.press('o');
		await screen.see('Open /srv/clusters/lab.yaml in place of these answers? y / n');
		shown(screen.text());
		screen.press('n');
		await screen.until(() => !screen.text().includes('y / n'));
		expect(screen.text()).toContain('kafka · Check');
		screen.press('o');
		await screen.see('y / n');
		screen.press('y');
		await screen.see('lab · Review');
		await screen.see('kafka-setup apply /srv/clusters/lab.yaml');
		screen.press('q');
		await result;
	});

	it('does not stand in the way: brokers may be added', async () => {
		const {screen, result} = checking(lab);
		await screen.see('Its cluster file is on the machine where it was installed.');
		shown(screen.text());
		expect(screen.text()).not.toContain('o open');
		screen.press('o');
		screen.press(keys.enter);
		await screen.see('Review');
		screen.press('q');
		await result;
	});

	it('is as it should be where its own file was opened', async () => {
		const fields = {name: 'lab'};
		const answers = {...noAnswers, hosts: 'kafka-01 kafka-02', fields};
		const {screen, result} = checking({...lab, file: '/lab.yaml'}, {answers, file: 'lab.yaml'});
		await screen.see('All checks passed.');
		expect(screen.text()).toContain('2 ok');
		screen.press(keys.ctrlC);
		await result;
	});

	it('a file that cannot be opened is told', async () => {
		const {screen, result} = checking({...lab, file: '/lab.yaml'}, {}, missing('/lab.yaml'));
		await screen.see('o open /lab.yaml');
		screen.press('o');
		await screen.see('y / n');
		screen.press('y');
		await screen.see('✖ /lab.yaml is not there');
		screen.press(keys.ctrlC);
		await result;
	});

	it.each([
		[{bad: 'damaged'}, 'is damaged: Review refuses it'],
		[{bad: 'newer'}, 'was written by a newer kafka-setup'],
		[
			{cluster: 'lab', hosts: [], removal: {since: '2026-11-23 12:00 UTC', finish: 'kafka-setup destroy FILE --confirm lab'}},
			'    kafka-setup destroy FILE --confirm lab',
		],
	] as const)('%j is told, too', async (belongs, told) => {
		const {screen, result} = checking(belongs);
		await screen.see(told);
		shown(screen.text());
		screen.press(keys.ctrlC);
		await result;
	});

	it('has its cluster in the table of the login page, without anything of the terminal in it', async () => {
		const {screen, result} = checking({...lab, cluster: 'la\x1b[2Jb'}, {page: 'login'});
		await screen.see('! lab');
		await screen.see('belongs to the cluster lab');
		shown(screen.text());
		screen.press(keys.ctrlC);
		await result;
	});
});

describe('the same by lines', () => {
	async function conversation(belongs: Membership, answers: readonly string[]) {
		const said: string[] = [];
		const waiting = [...answers];
		const ask = async (question: string) => {
			said.push(question);
			const answer = waiting.shift();
			if (answer === undefined) throw new Error('no more input');
			return answer;
		};
		const {functions} = fakeFunctions({openFile: async () => opened}, probeOf(belongs));
		const lines = {ask, askSecret: () => Promise.reject(new Error('not asked')), say: (line: string) => void said.push(line)};
		const result = await askByLines({
			lines,
			functions,
			beginning: nobody,
			answers: {...noAnswers, hosts: 'kafka-01 new-01'},
			page: 'check',
		}).catch(error => error as Error);
		return {said: said.join('\n'), result};
	}

	it('offers to open the file, and reviews it', async () => {
		const {said} = await conversation({...lab, file: '/srv/lab.yaml'}, ['yes']);
		expect(said).toContain('belongs to the cluster lab (kafka-01, kafka-02, kafka-03)');
		expect(said).toContain('Open /srv/lab.yaml in place of these answers? (yes or no)');
		expect(said).toContain('Without the wizard: kafka-setup apply /srv/lab.yaml');
	});

	it('goes on with the answers where that is wanted, or no file is known', async () => {
		const {said} = await conversation({...lab, file: '/srv/lab.yaml'}, ['no', '']);
		expect(said).toContain('Without the wizard: kafka-setup apply kafka.yaml');
		const other = await conversation(lab, ['']);
		expect(other.said).toContain('Its cluster file is on the machine where it was installed.');
		expect(other.said).toContain('Without the wizard: kafka-setup apply kafka.yaml');
	});
});
