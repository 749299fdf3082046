import {
	type Expression,
	isBinaryExpression,
	isIdentifier,
	isNoSubstitutionTemplateLiteral,
	isPropertyAccessExpression,
	isStringLiteral,
	isVariableDeclaration,
	type Node,
	NodeFlags,
	SyntaxKind,
} from 'typescript/unstable/ast';
import {type Checker, SymbolFlags, type Type, TypeFlags} from 'typescript/unstable/sync';

/** What a value of this type becomes in a command: syntax, a word that is safe wherever it stands, or one that is so outside of quotes. */
type Kind = 'command' | 'plain' | 'text';

/** What the checker knows of names and types of core/command.ts. */
export class Core {
	private readonly checker: Checker;
	private readonly path: string;

	constructor(checker: Checker, path: string) {
		this.checker = checker;
		this.path = path;
	}

	private symbolOf(node: Node) {
		const symbol = this.checker.getSymbolAtLocation(node);
		if (symbol === undefined) return undefined;
		return symbol.flags & SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
	}

	isModule(node: Node): boolean {
		return this.symbolOf(node)?.declarations.some(({path}) => path === this.path) ?? false;
	}

	/** The name that core/command.ts gives it, if it is from there. */
	names(node: Node): string | undefined {
		if (!isIdentifier(node)) return undefined;
		const symbol = this.symbolOf(node);
		return symbol?.declarations.some(({path}) => path === this.path) ? symbol.name : undefined;
	}

	/** A text that stands in the source. */
	isConstant(node: Expression | undefined): boolean {
		if (node === undefined) return false;
		if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return true;
		if (isBinaryExpression(node)) {
			return node.operatorToken.kind === SyntaxKind.PlusToken && this.isConstant(node.left) && this.isConstant(node.right);
		}
		const declared = isIdentifier(node) ? this.symbolOf(node)?.valueDeclaration?.resolve() : undefined;
		if (declared === undefined || !isVariableDeclaration(declared)) return false;
		return (declared.parent.flags & NodeFlags.Const) !== 0 && this.isConstant(declared.initializer);
	}

	/** Whether `quote` has a part in it, or in the constant that it names. */
	isQuoted(node: Node): boolean {
		const declared = isIdentifier(node) ? this.symbolOf(node)?.valueDeclaration?.resolve() : undefined;
		if (declared !== undefined && isVariableDeclaration(declared) && declared.initializer !== undefined) {
			return this.calls('quote', declared.initializer);
		}
		return this.calls('quote', node);
	}

	private calls(name: string, node: Node): boolean {
		if (this.names(node) === name) return true;
		let found = false;
		node.forEachChild(child => {
			found ||= this.calls(name, child);
		});
		return found;
	}

	kinds(type: Type): ReadonlySet<Kind> {
		if (type.isUnionType()) return new Set(type.getTypes().flatMap(part => [...this.kinds(part)]));
		if (type.getSymbol()?.declarations.some(({path}) => path === this.path) && type.getSymbol()?.name === 'Command') {
			return new Set(['command']);
		}
		if (type.isTypeReference() && this.checker.isArrayLikeType(type)) {
			return new Set(this.checker.getTypeArguments(type).flatMap(part => [...this.kinds(part)]));
		}
		if (type.flags & (TypeFlags.NumberLike | TypeFlags.Never)) return new Set(['plain']);
		if (type.isStringLiteralType() && /^[\w@%+:,./-]+$/.test(type.value)) return new Set(['plain']);
		return new Set(['text']);
	}

	kindsOf(node: Expression): ReadonlySet<Kind> {
		const type = this.checker.getTypeAtLocation(node);
		return type === undefined ? new Set(['text']) : this.kinds(type);
	}

	/** Of no type that would keep it from being taken for a Command. */
	isAny(node: Expression): boolean {
		return ((this.checker.getTypeAtLocation(node)?.flags ?? 0) & TypeFlags.Any) !== 0;
	}

	holdsCommand(node: Expression): boolean {
		return this.kindsOf(node).has('command');
	}

	isCommand(node: Expression): boolean {
		return [...this.kindsOf(node)].join() === 'command';
	}

	/** `x.text` of a command. */
	isCommandsText(node: Expression): boolean {
		return isPropertyAccessExpression(node) && node.name.text === 'text' && this.isCommand(node.expression);
	}
}
