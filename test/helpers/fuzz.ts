import fc from 'fast-check';

/** How often each property is tried: a few times in the quick tests, 10,000 times by test/long. */
export const fuzzRuns = Number(process.env.KAFKA_SETUP_FUZZ ?? 15);

/** What means something to a shell, a properties file, a unit, YAML, JSON, apt, a terminal, Connect or JavaScript. */
const pieces = [
	...'\'"`\\$(){}[]<>|&;#!%=:,.*?~^@/+- \t\n\r\0',
	'$(id)',
	'`id`',
	"';id;'",
	'";id;"',
	'${dir:/s:p}',
	'%n',
	'%%',
	'\\u0041',
	'\\\n',
	'\u0085',
	'\u2028',
	'\u202e',
	'\x1b]0;x\x07',
	'\u009b31m',
	'\ufeff',
	'é',
	'\u{1f600}',
	'\ud800',
	'__proto__',
	'constructor',
	'-o',
	'--',
	'..',
	'env:X',
	'null',
	'010',
	'\nlisteners=x',
	'\n[Service]\nUser=root',
	'a',
	'0',
];

/** A text that somebody made to be more than a value. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
	fc.array(fc.constantFrom(...pieces), {maxLength: 8}).map(parts => parts.join('')),
	fc.string({unit: 'binary', maxLength: 20}),
	fc.string({maxLength: 30}),
);

/** The same around and within a text that would be taken. */
export const hostileLike = (good: string): fc.Arbitrary<string> =>
	fc.oneof(
		hostileText,
		fc.tuple(fc.nat(good.length), hostileText).map(([at, text]) => good.slice(0, at) + text + good.slice(at)),
		fc.tuple(fc.nat(good.length), fc.constantFrom(...pieces)).map(([at, text]) => good.slice(0, at) + text + good.slice(at)),
	);
