// node schemacheck.mjs PACKAGES SCHEMA FILE...: validates YAML documents with ajv, whose packages are in PACKAGES.
// Exit status 0 valid, 1 not.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [packages, schemaPath, ...files] = process.argv.slice(2);
const require = createRequire(path.join(packages, 'package.json'));
const Ajv = require('ajv').default;
const addFormats = require('ajv-formats').default;
const YAML = require('yaml');

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaPath, 'utf8')));
let bad = 0;
for (const file of files) {
  // PyYAML, and so Azure's tools, read documents as YAML 1.1.
  const documents = YAML.parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1' });
  for (const document of documents) {
    const problems = document.errors.map((error) => error.message);
    if (!problems.length && !validate(document.toJS())) {
      problems.push(...validate.errors.map((error) => `${error.instancePath || '/'}: ${error.message}`));
    }
    for (const problem of problems) console.log(`${path.basename(file)}: ${problem}`);
    bad += problems.length;
  }
}
process.exit(bad ? 1 : 0);
