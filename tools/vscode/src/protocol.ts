/** What `mlpc lsp` offers beyond the Language Server Protocol. */
import { NotificationType, type Position, type Range, RequestType } from "vscode-languageserver-protocol";

export interface CompiledDocumentName {
  /** The name of the file that `mlpc compile` would write. */
  readonly name: string;
  readonly target: string;
}

/** A line of a compiled document, from 0, and what it comes from. */
export interface MappedLine {
  readonly line: number;
  readonly uri: string;
  readonly range: Range;
}

export interface CompiledDocument {
  readonly text: string;
  readonly languageId: string;
  readonly map?: readonly MappedLine[];
}

export interface Fence {
  readonly languageId: string;
  /** The code as it is run: without the common indentation. */
  readonly text: string;
  readonly range: Range;
  /** Line 0 of the text is this line of the file. */
  readonly lineOffset: number;
  /** Column 0 of the text is this column of the file. */
  readonly columnOffset: number;
}

interface OfFile {
  readonly uri: string;
}

export const compiledDocuments = new RequestType<OfFile, CompiledDocumentName[], void>("mlpc/compiledDocuments");
export const compiledDocument = new RequestType<OfFile & { readonly name: string }, CompiledDocument | null, void>(
  "mlpc/compiledDocument",
);
export const compiledDocumentsChanged = new NotificationType<OfFile>("mlpc/compiledDocumentsChanged");
export const fence = new RequestType<OfFile & { readonly position: Position }, Fence | null, void>("mlpc/fence");
export const graph = new RequestType<OfFile & { readonly format: "svg" | "html" | "mermaid" | "dot" }, { readonly text: string } | null, void>(
  "mlpc/graph",
);
