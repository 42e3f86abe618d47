import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import * as ts from 'typescript';
import type { Source } from './sources';

/**
 * One module needs another. `to` is a path from the root, `node:<module>` or `npm:<package>`; what does not resolve is
 * `unknown:<specifier>`. What is imported for its types alone, and is gone at run time, ends with ` (type)`.
 */
export interface Import {
  readonly from: string;
  readonly to: string;
}

export function importsOf(sources: readonly Source[]): readonly Import[] {
  const modules = sources.filter(({ path }) => /\.[cm]?[jt]s$/.test(path));
  const paths = new Set(modules.map(({ path }) => path));
  return modules.flatMap(({ path, text }) =>
    specifiersIn(path, text).map(({ specifier, isType }) => ({
      from: path,
      to: `${resolve(path, specifier, paths)}${isType ? ' (type)' : ''}`,
    })),
  );
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    const found = [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => paths.has(candidate));
    return found ?? `unknown:${specifier}`;
  }
  if (specifier.startsWith('#')) return `libs/${specifier.slice(1)}/index.ts`;
  const bare = specifier.replace(/^node:/, '');
  if (builtinModules.includes(bare)) return `node:${bare}`;
  return `npm:${/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier}`;
}

interface Specifier {
  readonly specifier: string;
  readonly isType: boolean;
}

function specifiersIn(path: string, text: string): readonly Specifier[] {
  const found: Specifier[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      found.push({ specifier: specifier.text, isType: isForTypes(node) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  return ts.isCallExpression(node) && loads(node.expression) ? node.arguments[0] : undefined;
}

const loads = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');

function isForTypes(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause !== undefined && bindsTypes(node.importClause);
}

function bindsTypes({ phaseModifier, name, namedBindings: names }: ts.ImportClause): boolean {
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.every(({ isTypeOnly }) => isTypeOnly);
}
