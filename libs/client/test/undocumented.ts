import ts from 'typescript';

/** The class, or the language, says what these are. */
const UNSPOKEN = new Set<string>([ts.InternalSymbolName.Constructor, 'name']);

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2024,
  types: ['node'],
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Names that modules export, and public members of them, that no doc comment explains; inherited docs
 * count. What the members of generated code mean, the contract says.
 */
export function undocumented(...files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, OPTIONS);
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is no module`);
    return checker.getExportsOfModule(module).flatMap((exported) => gapsOf(exported, checker));
  });
}

function gapsOf(exported: ts.Symbol, checker: ts.TypeChecker): readonly string[] {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const explained = [exported, symbol].some((each) => isExplained(each, checker));
  const members = membersOf(symbol).filter((member) => !isExplained(member, checker));
  return [...(explained ? [] : [exported.name]), ...members.map(({ name }) => `${exported.name}.${name}`)];
}

function isExplained(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol.getDocumentationComment(checker).length > 0 || (symbol.declarations ?? []).some(hasLeadingDoc);
}

/** The comment above `export * as name from` and `export { name } from`, which TypeScript itself gives no name. */
function hasLeadingDoc(declaration: ts.Declaration): boolean {
  const statement = ts.findAncestor(declaration, ts.isExportDeclaration);
  return statement !== undefined && ts.getJSDocCommentsAndTags(statement).length > 0;
}

function membersOf(symbol: ts.Symbol): readonly ts.Symbol[] {
  if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) return [];
  return [...(symbol.members?.values() ?? [])].filter((member) => {
    const [declaration] = member.declarations ?? [];
    if (!declaration || UNSPOKEN.has(member.name) || ts.isTypeParameterDeclaration(declaration)) return false;
    const name = ts.getNameOfDeclaration(declaration);
    return !(name && ts.isPrivateIdentifier(name)) && !declaration.getSourceFile().fileName.includes('/gen/');
  });
}
