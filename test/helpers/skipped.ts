/**
 * Says that a test is skipped, for this machine lacks something. An error where KAFKA_SETUP_REQUIRE_LAB=1 says that nothing
 * may be left out, as in CI.
 */
export function skipped(what: string, reason: string): void {
	if (process.env.KAFKA_SETUP_REQUIRE_LAB === '1') throw new Error(`${what}: ${reason}`);
	console.warn(`SKIPPED: ${what}: ${reason}`);
}
