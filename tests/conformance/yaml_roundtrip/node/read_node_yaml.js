// Reads each NNNN.yaml of a folder with node's yaml, as YAML 1.1 and as 1.2, and writes NNNN.node-<version>.json.
const fs = require('fs');
const path = require('path');
const yaml = require(path.join(process.argv[3], 'node_modules', 'yaml'));

function hex(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

function tagged(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { i: value.toString() };
  if (typeof value === 'number') return { f: Number.isNaN(value) ? 'nan' : hex(value) };
  if (Array.isArray(value)) return value.map(tagged);
  if (value instanceof Map) {
    // Built from pairs: "__proto__" must become a key like any other.
    const entries = [...value].map(([k, v]) => [typeof k === 'string' ? k : `<${typeof k}> ${k}`, tagged(v)]);
    return { m: Object.fromEntries(entries) };
  }
  return { other: String(value) };
}

const folder = process.argv[2];
for (const file of fs.readdirSync(folder).filter((f) => f.endsWith('.yaml')).sort()) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  for (const version of ['1.1', '1.2']) {
    let found;
    try {
      found = yaml.parseAllDocuments(text, { version, intAsBigInt: true }).map((document) => {
        const problems = [...document.errors, ...document.warnings];
        return problems.length ? { error: problems[0].message } : tagged(document.toJS({ mapAsMap: true }));
      });
    } catch (error) {
      found = { error: error.message };
    }
    fs.writeFileSync(path.join(folder, file.replace(/yaml$/, `node-${version}.json`)), JSON.stringify(found));
  }
}
