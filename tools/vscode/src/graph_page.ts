/** What a page may load: nothing but its own script, its styles and pictures within it. */
export function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // A picture carries styles in its elements.
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** An SVG document as a data address. As a picture it can neither run scripts nor load anything. */
export function pictureAddress(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg, "utf8").toString("base64")}`;
}

const script = `
const picture = document.querySelector("img");
let scale = 1;
const show = () => { picture.style.width = picture.naturalWidth * scale + "px"; };
const zoom = (factor) => { scale = Math.min(8, Math.max(0.1, scale * factor)); show(); };
if (picture) {
  picture.addEventListener("load", () => {
    scale = Math.min(1, document.documentElement.clientWidth / picture.naturalWidth);
    show();
  });
  addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });
  addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") zoom(1.25);
    if (event.key === "-") zoom(0.8);
    if (event.key === "0") { scale = 1; show(); }
  });
}`;

export interface Graph {
  readonly title: string;
  readonly svg?: string;
  /** Why there is no picture. */
  readonly problem?: string;
}

export function graphPage(graph: Graph, nonce: string): string {
  const body =
    graph.svg === undefined
      ? `<p>${escapeHtml(graph.problem ?? "There is nothing to show.")}</p>`
      : `<img alt="${escapeHtml(graph.title)}" src="${pictureAddress(graph.svg)}">`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(nonce))}">
<title>${escapeHtml(graph.title)}</title>
<style>
body { padding: 1em; }
img { background: white; border-radius: 4px; padding: 8px; box-sizing: content-box; }
</style>
</head>
<body>
${body}
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}
