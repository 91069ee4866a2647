/**
 * Addresses of documents that only the server has. The path ends like the name of the file, so that an editor shows it
 * as the title and recognises the language; the query tells what to ask the server for.
 */
export interface Parts {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

export const compiledScheme = "mlpc-compiled";
export const fenceScheme = "mlpc-fence";
export const explanationScheme = "mlpc-explanation";

export interface CompiledAddress {
  readonly source: string;
  readonly name: string;
}

export function compiledParts(address: CompiledAddress): Parts {
  return { scheme: compiledScheme, path: `/${address.name}`, query: JSON.stringify([address.source, address.name]) };
}

export function compiledAddress(query: string): CompiledAddress | undefined {
  const [source, name] = strings(query);
  return source !== undefined && name !== undefined ? { source, name } : undefined;
}

/** The words before fences, and the suffixes with which editors recognise their languages. */
const suffixes: Readonly<Record<string, string>> = {
  python: ".py",
  bash: ".sh",
  sh: ".sh",
  shellscript: ".sh",
  pwsh: ".ps1",
  powershell: ".ps1",
};

export interface FenceAddress {
  readonly source: string;
  readonly line: number;
  readonly character: number;
}

export function fenceParts(address: FenceAddress, language: string): Parts {
  const name = address.source.replace(/^.*\//, "").replace(/\.mlp$/, "");
  const query = JSON.stringify([address.source, String(address.line), String(address.character)]);
  return { scheme: fenceScheme, path: `/${name}.${address.line + 1}${suffixes[language] ?? ".txt"}`, query };
}

export function fenceAddress(query: string): FenceAddress | undefined {
  const [source, line, character] = strings(query);
  if (source === undefined || line === undefined || character === undefined) {
    return undefined;
  }
  return { source, line: Number(line), character: Number(character) };
}

function strings(query: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return [];
  }
  return Array.isArray(value) && value.every((part) => typeof part === "string") ? value : [];
}
