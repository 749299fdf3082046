/** What a host may say to the terminal of whoever looks at it: clipboard, title, link, bell, a return, 8-bit colour, reversed text, backspaces. */
export const hostile =
	'Code\x1b]52;c;cm0gLXJmIH4K\x07\x1b]0;owned\x07\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\\x07\rback\u009b31mred\u202edesrever\u2066\b\b\x1b[2J\x1b]2;open';

/** What no terminal may get of it, line ends and our own colours aside. */
export const harmful = /\x1b(?!\[[0-9;]*m)|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;
