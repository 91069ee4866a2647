/** What a line of a compiled document comes from: the last of the lines up to it that are mapped. */
export function origin<Mapped extends { readonly line: number }>(map: readonly Mapped[], line: number): Mapped | undefined {
  return map.findLast((mapped) => mapped.line <= line);
}
