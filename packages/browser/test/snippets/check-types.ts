import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Modules are checked as if they lay here: so the package is found by its own `exports`, as a merchant's compiler does. */
const HERE = fileURLToPath(new URL("./", import.meta.url));

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  jsx: ts.JsxEmit.ReactJSX,
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Type-checks modules against the built declarations.
 *
 * @param modules Source text by name, such as `1.ts`.
 * @returns What is wrong, one line each; empty where all is well.
 */
export function checkTypes(modules: ReadonlyMap<string, string>, options: ts.CompilerOptions = {}): string[] {
  const settings = { ...OPTIONS, ...options };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  const textOf = (path: string): string | undefined =>
    path.startsWith(HERE) ? modules.get(path.slice(HERE.length)) : undefined;
  host.fileExists = (path) => textOf(path) !== undefined || fileExists.call(host, path);
  host.readFile = (path) => textOf(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, version, ...more) => {
    const text = textOf(path);
    return text === undefined
      ? getSourceFile.call(host, path, version, ...more)
      : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram(
    [...modules.keys()].map((name) => HERE + name),
    settings,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.slice(HERE.length) ?? ""}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
