/** What `mlpc lsp` offers beyond the Language Server Protocol. */
import { type Location, type Position, type Range, RequestType } from "vscode-languageserver-protocol";

export interface CompiledDocumentName {
  /** The name of the file that `mlpc compile` would write. */
  readonly name: string;
  readonly languageId: string;
  /** The name in the source of what is compiled. */
  readonly origin?: Location | null;
}

/** A line of a compiled document, from 0, and what it and the lines up to the next one come from. */
export interface MappedLine extends Location {
  readonly line: number;
}

export interface CompiledDocument {
  readonly text: string;
  readonly languageId: string;
  /** In the order of the lines. */
  readonly map: readonly MappedLine[];
}

export interface Fence {
  readonly languageId: string;
  /** The code as a document: without the common indentation; Python with the `def` that it is the body of. */
  readonly text: string;
  readonly range: Range;
}

interface OfFile {
  readonly uri: string;
}

export const compiledDocuments = new RequestType<OfFile, CompiledDocumentName[], void>("mlpc/compiledDocuments");
export const compiledDocument = new RequestType<OfFile & { readonly name: string }, CompiledDocument, void>(
  "mlpc/compiledDocument",
);
export const fence = new RequestType<OfFile & { readonly position: Position }, Fence | null, void>("mlpc/fence");
export const graph = new RequestType<OfFile & { readonly format: "svg" | "html" | "mermaid" | "dot" }, { readonly text: string }, void>(
  "mlpc/graph",
);
