import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Command, rawCommand, sh} from '../../../source/core/command.ts';
import {apt, pinnedScript} from '../../../source/host/packages/package-apt.ts';
import {getScript, tryScript} from '../../../source/host/packages/package-apt-scripts.ts';
import {dnf} from '../../../source/host/packages/package-dnf.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** Runs a job's script where these programs are stand-ins, each a text of bash that sees what it was asked in `$*`. */
function run({text}: Command, programs: Readonly<Record<string, string>>) {
	const folder = tempDir();
	mkdirSync(join(folder, 'bin'));
	for (const [name, script] of Object.entries(programs)) {
		writeFileSync(join(folder, 'bin', name), `#!/bin/bash\necho "${name} $*" >>${folder}/asked\n${script}\n`, {mode: 0o755});
	}
	const {status, stdout} = spawnSync('bash', [], {
		input: text.replaceAll('/run/kafka-setup/apt.updated', join(folder, 'updated')),
		env: {PATH: `${folder}/bin:${process.env.PATH}`},
	});
	return {status, stdout: String(stdout), asked: readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n')};
}

const ofApt = apt.newest('apt-get', 'confluent-kafka', 'confluent').command;
const policy = (candidate: string) => `printf 'confluent-kafka:\\n  Installed: (none)\\n  Candidate: ${candidate}\\n'`;

test('apt is asked once its lists were read', () => {
	const {status, stdout, asked} = run(ofApt, {'apt-get': ':', 'apt-cache': policy('1:7.9.2-1')});
	expect([status, stdout]).toEqual([0, 'newest 1:7.9.2-1\n']);
	expect(asked.at(-1)).toBe('apt-cache policy confluent-kafka');
});

test.each(['(none)', ''])('where apt knows no version (%j) it says itself why', candidate => {
	const {status, stdout, asked} = run(ofApt, {
		'apt-get': '[[ " $* " != *" install "* ]] || { echo "E: Unable to locate package confluent-kafka"; exit 100; }',
		'apt-cache': candidate === '' ? ':' : policy(candidate),
	});
	expect([status, stdout]).toEqual([100, 'E: Unable to locate package confluent-kafka\n']);
	expect(asked.at(-1)).toMatch(/ -s install confluent-kafka$/);
});

test.each([
	['fresh lists', true, 'pinned 7.9.2\noffers 7.9.3-1\noffers 1:7.9.2-1\n'],
	['lists older than a package source', false, 'pinned 7.9.2\n'],
])('what a run pinned that was cut, and what the mirror has, by %s', (_, isFresh, said) => {
	const folder = tempDir();
	const pref = join(folder, 'confluent.pref');
	writeFileSync(pref, 'Explanation: x\nPackage: confluent-*\nPin: version 7.9.2-*\nPin-Priority: 990\n');
	mkdirSync(join(folder, 'lists'));
	const script = pinnedScript(pref, 'confluent-kafka').text.replaceAll('/var/lib/apt/lists', join(folder, 'lists'));
	const {stdout} = run(rawCommand(script), {
		find: isFresh ? ':' : 'echo /etc/apt/sources.list.d/confluent.list',
		'apt-cache': `[[ $* == 'madison confluent-kafka' ]] && printf ' confluent-kafka | 7.9.3-1 | m\\n confluent-kafka | 1:7.9.2-1 | m\\n'`,
	});
	expect(stdout).toBe(said);
});

const ofDnf = dnf.newest('dnf', 'confluent-kafka', 'confluent').command;
const listed = `printf 'Available Packages\\nconfluent-kafka-extra.noarch 9-1 confluent\\nconfluent-kafka.noarch 7.9.2-1 confluent\\n'`;
const list = 'dnf -q --disablerepo=* --enablerepo=confluent list available confluent-kafka';

test('dnf is asked of the one repository', () => {
	expect(run(ofDnf, {dnf: listed})).toEqual({status: 0, stdout: 'newest 7.9.2-1\n', asked: [list]});
});

test('dnf is asked again with fresh metadata', () => {
	const {status, stdout, asked} = run(ofDnf, {
		dnf: `[[ $* != *' list '* ]] && exit; (( $(grep -c ' list ' \${0%/*}/../asked) > 1 )) || exit 1; ${listed}`,
	});
	expect([status, stdout]).toEqual([0, 'newest 7.9.2-1\n']);
	expect(asked).toEqual([list, 'dnf clean expire-cache', list]);
});

test('where dnf knows no version it says itself why', () => {
	const {status, stdout, asked} = run(ofDnf, {
		dnf: `[[ $* != *' list '* ]] || exit 1; [[ $1 != install ]] || { echo 'Error: Unable to find a match: confluent-kafka'; exit 1; }`,
	});
	expect([status, stdout]).toEqual([1, 'Error: Unable to find a match: confluent-kafka\n']);
	expect(asked.at(-1)).toBe('dnf install --assumeno confluent-kafka');
});

test.each([
	['bash.completio', 'bash', 100, false],
	['python3.11', 'python3.11', 0, true],
	['confluent-kafka=7.9.2-*', 'none is asked', 0, true],
])('apt is given %j only if it is no pattern', (name, known, code, given) => {
	const {status, stdout, asked} = run(sh`${getScript}\n${tryScript}\ntry ${name}`, {
		'apt-get': ':',
		'apt-cache': `[[ $* == 'show -- ${known}' ]]`,
	});
	expect([status, asked.some(line => line.endsWith(` install ${name}`))]).toEqual([code, given]);
	if (!given) expect(stdout).toBe(`E: Unable to locate package ${name}\n`);
});
