/** A property that follows from the cluster file: `instead` says where it is set. */
export type ManagedKey = {readonly pattern: RegExp; readonly instead: string};

export function managed(pattern: RegExp, instead: string): ManagedKey {
	return {pattern, instead};
}
