type Words = {readonly message: string; readonly hint?: string};

const quotes = 'put the value in single quotes';

/** The parser's error codes in the operator's words. Its own messages quote the file, and so perhaps a secret. */
const words: Readonly<Record<string, Words>> = {
	ALIAS_PROPS: {message: 'an alias (*name) takes no anchor and no tag'},
	BAD_ALIAS: {message: 'this is not a name of an anchor or alias'},
	BAD_DIRECTIVE: {message: 'a line with % at its beginning is no cluster setting', hint: 'take it out'},
	BAD_DQ_ESCAPE: {
		message: 'this backslash begins no known escape',
		hint: 'in double quotes a backslash is written twice; in single quotes once',
	},
	BAD_INDENT: {message: 'the indentation does not fit the lines above', hint: 'keys of one mapping begin in the same column'},
	BAD_SCALAR_START: {message: 'a value cannot begin with this sign', hint: quotes},
	BLOCK_AS_IMPLICIT_KEY: {
		message: 'a second "key: value" begins inside a value',
		hint: `if it is one text, ${quotes}; if it is a mapping, begin it on a line of its own, indented`,
	},
	BLOCK_IN_FLOW: {message: 'inside [ ] and { } entries are separated by commas'},
	DUPLICATE_KEY: {message: 'duplicate key', hint: 'keep one of the two'},
	KEY_OVER_1024_CHARS: {message: 'this key is longer than 1024 characters'},
	MISSING_CHAR: {message: 'something is missing here: a closing quote or bracket, a comma, or the space after a colon'},
	MULTILINE_IMPLICIT_KEY: {message: 'this line is no "key: value"', hint: 'write "key: value"'},
	MULTIPLE_ANCHORS: {message: 'a value takes one anchor'},
	MULTIPLE_TAGS: {message: 'a value takes one tag'},
	NON_STRING_KEY: {message: 'a key is a text'},
	RESOURCE_EXHAUSTION: {message: 'the file is nested too deeply'},
	TAB_AS_INDENT: {message: 'tab in indentation', hint: 'YAML indents with spaces only'},
	TAG_RESOLVE_FAILED: {message: 'tags (!name) are not used in a cluster file', hint: 'take it out'},
	UNEXPECTED_TOKEN: {message: 'this does not fit here', hint: 'a list item begins with "- ", a mapping entry is "key: value"'},
};

export function yamlErrorWords(code: string): Words {
	return words[code] ?? {message: 'this is not YAML'};
}
