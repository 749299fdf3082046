/** A package manager gives up, or says what went wrong. */
export const fails =
	/^(?:E: |dpkg: error|dpkg: unrecoverable|error: |locked: |broken: |GPG key retrieval failed: |Failed to retrieve GPG key for )/;

/** It goes on without something. */
export const passing =
	/^(?:W: |N: |Err:\d|Ign:\d|\[MIRROR\] |Errors during downloading |WARNING: (?:apt does|The following packages cannot))/;

export const waits = /^Waiting for /;

/** It fetches and reads. */
export const reads = /^(?:Hit:\d|Get:\d|Reading package lists)/;

/** Packages are there. */
export const done =
	/^(?:Setting up |Processing triggers for |Complete!|Nothing to do\.)|^\S{1,255} is already the newest version/;

/** One package failed: dpkg and yum go on with the others, and say of these that they are there. */
export const breaks =
	/^(?:dpkg: error processing |error: (?:unpacking of archive failed|%pre\w{0,9}\(|\S{1,255}: \w{1,9} failed$))/;

/** Once in a run: apt reads its lists, its term.log has a head; yum and dnf begin with one or more of these. */
export const runBegins =
	/^(?:Reading package lists|Log started: |Loaded plugins: |Last metadata expiration check: |Updating and loading repositories|Resolving Dependencies|Dependencies resolved)/;

/** The last words of apt and dpkg. */
export const runEnds = /^(?:E: |Errors were encountered while processing|Log ended: |Nothing to do\.)/;
