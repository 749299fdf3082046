import {sh} from '../../core/command.ts';

/**
 * What ssh starts to ask us: for an answer to a prompt (SSH_ASKPASS), or about a host key (KnownHostsCommand). It hands its
 * arguments to the socket that is named first, and prints the answer. Where we are gone it ends late: without an answer ssh would
 * send an empty one to the host, and has to be ended before.
 */
const program = `const {argv, env, stdout} = process;
const socket = require('node:net').connect(argv[2]);
let reply = '';
socket.setEncoding('utf8');
socket.on('data', text => { reply += text; });
socket.on('error', () => {});
socket.on('close', () => {
	if (reply === '') return setTimeout(() => process.exit(1), 5000);
	const {answer} = JSON.parse(reply);
	answer === undefined ? process.exit(1) : stdout.write(answer);
});
socket.end(JSON.stringify({words: argv.slice(3), kind: env.SSH_ASKPASS_PROMPT}));
`;

export const programFile = 'helper.cjs';

export const helperProgram = program;

/** An executable file, because SSH_ASKPASS names a program and takes no arguments. */
export function helperScript(node: string, folder: string, socket: string): string {
	return sh`#!/bin/sh
unset NODE_OPTIONS
exec ${node} ${`${folder}/${programFile}`} ${socket} "$@"
`.text;
}
