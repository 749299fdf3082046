/** A line of a service's log that tells its end, what it means, and what to do. */
export type KnownLine = {readonly pattern: RegExp; readonly message: string; readonly hint: string};
