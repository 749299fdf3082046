import {urlDangers} from '../../../cluster/jdbc-url.ts';
import {isCommandRef, parseSecretRef} from '../../../cluster/secret-refs.ts';
import {commandCarriesSecret, holdsLogin, namesSecret} from '../../../core/secret-text.ts';
import {type Answers, type FieldId, secretFields} from './answers.ts';
import {hostsWithoutSecrets} from './hosts-without-secrets.ts';

/** A URL of which a login has been typed in part: its `@` is yet to come. */
const begunLogin = (url: string) =>
	/\/\/[^/?;\s]*:(?!\d*(?:[/?;,]|$))/.test(url.replace(/\[[0-9a-f:.]*(?:\]|$)/gi, '')) ||
	/^jdbc:oracle:[a-z0-9]+:\/?[^@/]/i.test(url);

function isKept(id: FieldId, value: string): boolean {
	if (secretFields.some(one => one === id)) {
		return 'kind' in parseSecretRef(value.trim()) && !isCommandRef(value) && !holdsLogin(value);
	}
	if (id === 'source.url' && urlDangers(value).length > 0) return false;
	return !holdsLogin(value) && !begunLogin(value);
}

/** Stands for a command line that is not kept: no file is written with it, so none loses the reference unnoticed. */
const lostCommand = 'exec:';

const commandToKeep = (command: string) => (commandCarriesSecret(command) || holdsLogin(command) ? lostCommand : command);

/** What a file has that is not asked for, without those of its command lines that hold the secret themselves. */
function withoutCommands(value: unknown, key = ''): unknown {
	if (Array.isArray(value)) return value.map(item => withoutCommands(item));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCommands(item, name)]));
	}
	return typeof value === 'string' && namesSecret(key) && isCommandRef(value) ? commandToKeep(value) : value;
}

/**
 * The answers as they may be kept on a disk: without what is, or may become, a secret that was typed in a wrong place. Asked
 * for again, such an answer is empty.
 */
export function withoutSecrets({commands, ...answers}: Answers): Answers {
	const fields = (Object.entries(answers.fields) as [FieldId, string][]).flatMap(([id, value]) => {
		// A person who types a command line may write the secret itself into it, and which of its words that is can't be told.
		if (commands?.includes(value)) return [[id, commandToKeep(value)]];
		return isKept(id, value) ? [[id, value]] : [];
	});
	return {
		...answers,
		hosts: hostsWithoutSecrets(answers.hosts),
		...(commands === undefined ? {} : {commands: commands.map(commandToKeep)}),
		kept: withoutCommands(answers.kept) as Answers['kept'],
		fields: Object.fromEntries(fields),
	};
}
