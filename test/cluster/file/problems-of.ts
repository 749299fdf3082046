import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {ClusterFileError, type FileProblem} from '../../../source/cluster/file/problems.ts';

export const smallest = `name: orders
hosts: [kafka-01, kafka-02, kafka-03]
roles:
  zookeeper: [kafka-01, kafka-02, kafka-03]
  kafka: [kafka-01, kafka-02, kafka-03]
`;

/** Three hosts with all roles; further lines begin at line 8. */
export const everyRole = `${smallest}  schema-registry: [kafka-01]
  connect: [kafka-01]
`;

export function errorOf(text: string): ClusterFileError {
	try {
		parseCluster(text, 'kafka-setup.yaml');
	} catch (error) {
		if (error instanceof ClusterFileError) return error;
		throw error;
	}
	throw new Error('The file was taken as good.');
}

/** Each problem as `line:column: message (hint)`. */
export function problemsOf(text: string): readonly string[] {
	return errorOf(text).problems.map(one);
}

function one({line, column, message, hint}: FileProblem): string {
	return `${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint.replaceAll('\n', ' ')})`}`;
}
