import type {FieldId} from '../answers/answers.ts';
import {
	type ArchiveKind,
	archiveOfField,
	isFetched,
	kafkaOfArchive,
	notInArchive,
	placeOfArchive,
	sha512OfArchive,
} from '../answers/archive.ts';
import {archiveFields} from '../answers/fields.ts';
import type {AnswerProblem} from '../answers/reading.ts';
import {archiveText} from '../file-facts.ts';
import type {PageProps} from '../page-props.ts';
import type {ArchiveFacts} from '../wizard-functions.ts';
import {FieldPage} from './field-page.tsx';
import {type Looked, useLooked} from './use-looked.ts';

/** Looks at an archive once its name may be whole and the rules of the cluster file have nothing to say of it. */
function useArchive({state, reading, functions}: PageProps, kind: ArchiveKind): Looked<ArchiveFacts> | undefined {
	const {answers} = state;
	const place = placeOfArchive(answers, kind);
	const fields = [`platform.${kind}.archive`, `platform.${kind}.sha512`] as const;
	const whole = /\.(?:tgz|tar\.gz)$/.test(place) && !fields.some(id => reading.problems.has(id));
	return useLooked(
		whole ? [place, sha512OfArchive(answers, kind)] : undefined,
		kind === 'source' ? functions.readKafka : functions.readJava,
	);
}

/** What was found wrong, at its field: it is said of a key of the cluster file, and what is not is of the archive. */
function problemAt(id: FieldId, problem: AnswerProblem | undefined): AnswerProblem | undefined {
	const [, key, said] = /^(platform\.\w+\.(?:sha512|archive)): (.*)$/s.exec(problem?.message ?? '') ?? [];
	const here = id.endsWith('.sha512') ? key === id : !key?.endsWith('.sha512');
	return problem !== undefined && here ? {...problem, message: said ?? problem.message} : undefined;
}

/** Which archive Kafka comes from, and Java where the hosts have no packages of it. */
export function ArchivePage(props: PageProps) {
	const {answers} = props.state;
	const looked = {source: useArchive(props, 'source'), java: useArchive(props, 'java')};
	const archiveNote = (kind: ArchiveKind): string => {
		const found = looked[kind];
		const about = kind === 'source' ? `Kafka ${kafkaOfArchive(answers)} (as in ${props.reading.version})` : 'Java';
		if (found?.facts !== undefined) return `✔ ${archiveText(about, found.facts)}`;
		if (found !== undefined && found.problem === undefined) return 'looking at it …';
		return kind === 'source'
			? 'a file of this machine: Tab completes, or drop it here; or a URL for the hosts'
			: 'a JDK or JRE for Linux as .tar.gz, for hosts that have no package source';
	};
	const noteOf = (id: FieldId): string | undefined => {
		const kind = archiveOfField(id);
		if (kind === undefined) return undefined;
		if (id === `platform.${kind}.archive`) return [archiveNote(kind), ...(kind === 'source' ? notInArchive : [])].join('\n');
		if (looked[kind]?.facts !== undefined && sha512OfArchive(answers, kind) !== '') {
			return isFetched(answers, kind) ? '✔ each host compares what it fetches' : '✔ that of the archive';
		}
		return '128 hex digits, or the path of the .sha512 file beside the archive: Tab completes';
	};
	return (
		<FieldPage
			{...props}
			fields={archiveFields(answers)}
			noteOf={noteOf}
			wrongOf={id => problemAt(id, looked[archiveOfField(id) ?? 'source']?.problem)}
		/>
	);
}
