// What a `kafka-setup plan` in JSON lines on standard input would change, a line each, but for the record of the cluster that
// kafka-setup keeps on its hosts and the hold of its packages: no other tool makes those. Fails if there is anything.
import {createInterface} from 'node:readline';

const left = [];
for await (const line of createInterface({input: process.stdin})) {
	const {type, ref, outcome, changes} = JSON.parse(line);
	if (type !== 'step-finished' || outcome === 'ok' || outcome === 'skipped') continue;
	if (outcome === 'changed' && changes.every(({what}) => / \/var\/lib\/kafka-setup(?:\/\S+)?$/.test(what))) continue;
	if (ref.stage === 'platform' && (ref.step === 'pin' || ref.step === 'hold')) continue;
	left.push(`${ref.host} ${ref.stage}/${ref.step}: ${changes?.map(({what}) => what).join(', ') ?? outcome}`);
}
for (const line of left) console.log(line);
process.exit(left.length === 0 ? 0 : 1);
