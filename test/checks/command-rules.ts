import {spawnSync} from 'node:child_process';
import {relative} from 'node:path';
import {
	type Expression,
	type Identifier,
	isArrowFunction,
	isAsExpression,
	isBinaryExpression,
	isBlock,
	isCallExpression,
	isIdentifier,
	isImportSpecifier,
	isNamespaceImport,
	isNewExpression,
	isPropertyAccessExpression,
	isPropertyAssignment,
	isReturnStatement,
	isSatisfiesExpression,
	isShorthandPropertyAssignment,
	isTaggedTemplateExpression,
	isTemplateExpression,
	isTypeAssertion,
	isTypeReferenceNode,
	isVariableDeclaration,
	type Node,
	type SourceFile,
	SyntaxKind,
	type TemplateExpression,
} from 'typescript/unstable/ast';
import type {Project} from 'typescript/unstable/sync';
import {Core} from './core-names.ts';

export type Finding = {readonly file: string; readonly line: number; readonly problem: string; readonly code: string};

const parsed = new Map<string, boolean>();
/** Whether bash takes it; it runs nothing. */
function parses(text: string): boolean {
	const known = parsed.get(text) ?? spawnSync('bash', ['-n', '-c', text]).status === 0;
	parsed.set(text, known);
	return known;
}

/** Bash that reads the word which follows as code, or as a number, which may hold code in brackets. */
const asCode = /\b(?:eval|trap)\s+$|\b(?:ba)?sh\s+(?:-\w+\s+)*-c\s+$/;
const asNumber = (before: string, after: string) =>
	before.lastIndexOf('((') > before.lastIndexOf('))') ||
	/\w\[$/.test(before) ||
	(before.lastIndexOf('[[') > before.lastIndexOf(']]') &&
		(/-(?:eq|ne|lt|le|gt|ge)\s+$/.test(before) || /^\s+-(?:eq|ne|lt|le|gt|ge)\s/.test(after)));

/** Where single quotes mean nothing if double quotes are around. */
const inBraces = (before: string) => before.lastIndexOf('${') > before.lastIndexOf('}');

/** How the texts of commands are made, and handed over, in one file. `root` is the project's directory. */
export function commandFindings({program, checker}: Project, path: string, root: string): readonly Finding[] {
	const file = program.getSourceFile(path);
	if (file === undefined) throw new Error(`${path} is not in the project`);
	const findings: Finding[] = [];
	const report = (node: Node, problem: string) => findings.push(findingOf(file, node, problem, root));
	const core = new Core(checker, `${root}/source/core/command.ts`);

	const visit = (node: Node): void => {
		if (isNamespaceImport(node) && core.isModule(node.name)) report(node, 'core/command.ts is imported by names');
		if (isImportSpecifier(node) && node.propertyName !== undefined && core.names(node.name) !== undefined) {
			report(node, 'what core/command.ts exports keeps its name');
		}
		if (isIdentifier(node) && !isImportSpecifier(node.parent)) checkName(node);
		if (isAsExpression(node) || isTypeAssertion(node) || isSatisfiesExpression(node)) {
			const made = checker.getTypeFromTypeNode(node.type);
			if (made !== undefined && core.kinds(made).has('command')) report(node, 'nothing becomes a Command by assertion');
		}
		if (isTemplateExpression(node) && !isTaggedTemplateExpression(node.parent)) {
			if (node.templateSpans.some(({expression}) => core.holdsCommand(expression))) report(node, 'a command becomes a text');
		}
		if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken) {
			if (core.holdsCommand(node.left) || core.holdsCommand(node.right)) report(node, 'a command becomes a text');
		}
		if (isTaggedTemplateExpression(node) && core.names(node.tag) === 'sh') checkTemplate(node.template);
		if (isCallExpression(node)) checkCall(node.expression, [...node.arguments]);
		for (const given of givenIn(node)) checkGiven(given);
		const named = namedIn(node);
		if (named !== undefined && core.isAny(named)) checkGiven(named);
		node.forEachChild(visit);
	};

	const checkName = (node: Identifier) => {
		if (!['Command', 'sh', 'rawCommand'].includes(node.text)) return;
		const name = core.names(node);
		if (name === 'Command' && !isTypeReferenceNode(node.parent)) report(node.parent, 'only core/command.ts makes a Command');
		if (name === 'sh' && !(isTaggedTemplateExpression(node.parent) && node.parent.tag === node)) report(node, 'sh is a tag only');
		if (name === 'rawCommand' && !(isCallExpression(node.parent) && node.parent.expression === node))
			report(node, 'rawCommand is called where its text stands');
	};

	const checkCall = (callee: Expression, given: readonly Expression[]) => {
		const name = core.names(callee);
		if (name === 'rawCommand') {
			if (!core.isConstant(given[0])) report(callee.parent, 'the text of rawCommand is a constant');
			else checkEscapes(given[0]!);
		}
		if (name === 'joined' && !core.isConstant(given[1])) report(callee.parent, 'the separator of joined is a constant');
		if (isPropertyAccessExpression(callee) && callee.name.text === 'join' && core.holdsCommand(callee.expression))
			report(callee.parent, 'a command becomes a text');
	};

	/** What takes a Command gets one. A variable or property that may hold one got it by this rule. */
	const checkGiven = (node: Expression) => {
		const taken = checker.getContextualType(node);
		if (taken === undefined || !core.kinds(taken).has('command') || core.isCommand(node)) return;
		const passedOn = (isIdentifier(node) || isPropertyAccessExpression(node)) && core.holdsCommand(node);
		if (!passedOn) report(node, 'what is run is a Command');
	};

	const checkEscapes = (node: Node) => {
		const texts = isTemplateExpression(node)
			? [node.head.rawText, ...node.templateSpans.map(({literal}) => literal.rawText)]
			: [node.getText()];
		const found = texts.map(text => /(?<!\\)(?:\\\\)*(\\[^\\`'$nrtux0])/.exec(text)?.[1]).find(Boolean);
		if (found) report(node, `bash does not see the backslash of ${found}`);
	};

	const checkTemplate = (template: Node) => {
		checkEscapes(template);
		if (isTemplateExpression(template)) checkValues(template);
	};

	const checkValues = ({head, templateSpans}: TemplateExpression) => {
		const values = templateSpans.map(({expression, literal}) => ({
			expression,
			after: literal.text,
			kinds: core.kindsOf(expression),
		}));
		const stand = values.map(({kinds}): string => (kinds.has('command') ? ':' : 'x'));
		const textWith = (words: readonly string[]) => values.reduce((text, {after}, at) => text + words[at] + after, head.text);
		if (!parses(textWith(stand))) return report(head.parent, 'it is no bash without its values');
		for (const [at, {expression, after, kinds}] of values.entries()) {
			const before = values.slice(0, at).reduce((text, value, index) => text + stand[index] + value.after, head.text);
			if (asCode.test(before) && !kinds.has('command') && !core.isCommandsText(expression)) {
				report(expression, 'what is run as code is the text of a Command');
			}
			if (!kinds.has('text')) continue;
			if (core.isQuoted(expression)) report(expression, 'the tag quotes by itself');
			// A lone quote is a mistake where it begins quotes, and none within others, in a comment or in a document.
			const bare = [`'`, '"'].every(quote => !parses(textWith(stand.with(at, quote)))) && !inBraces(before);
			if (!bare) report(expression, 'a value stands outside of quotes');
			if (asNumber(before, after)) report(expression, 'bash does not reckon with a text');
		}
	};

	visit(file);
	return findings;
}

/** The expressions by which something is handed over: arguments, properties, and what a function returns. */
function givenIn(node: Node): readonly Expression[] {
	if (isCallExpression(node) || isNewExpression(node)) return [...(node.arguments ?? [])];
	if (isPropertyAssignment(node)) return [node.initializer];
	if (isShorthandPropertyAssignment(node) && isIdentifier(node.name)) return [node.name];
	if (isReturnStatement(node) && node.expression !== undefined) return [node.expression];
	if (isArrowFunction(node) && !isBlock(node.body)) return [node.body as Expression];
	return [];
}

/** What a variable gets. */
function namedIn(node: Node): Expression | undefined {
	if (isVariableDeclaration(node)) return node.initializer;
	return isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken ? node.right : undefined;
}

function findingOf(file: SourceFile, node: Node, problem: string, root: string): Finding {
	const line = file.text.slice(0, node.getStart()).split('\n').length;
	return {file: relative(root, file.fileName), line, problem, code: node.getText().split('\n', 1)[0]!.slice(0, 100)};
}
