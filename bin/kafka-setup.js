#!/usr/bin/env node
// Only what the oldest Node can read stands before the check of its version.
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
if (major < 20 || (major === 20 && Number(parts[1]) < 19)) {
	console.error('kafka-setup needs Node.js 20.19 or newer; this is ' + process.versions.node + '.');
	console.error('Install a newer one from nodejs.org or with your version manager, then run the same command again.');
	process.exit(2);
}
process.env.NODE_ENV = 'production';
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';
import('../build/cli.js').then(cli => cli.main(process.argv.slice(2)));
