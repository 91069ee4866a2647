// node azure_pipelines_check.mjs PACKAGES SCHEMA [--json] FILE...: checks azure-pipelines.yml with the language service
// of Azure Pipelines, the one in Azure's own editor. SCHEMA is the schema that the service publishes; what is missing
// in it is listed in schema_gaps.json beside this file.
// Prints each error and warning. Exit status: 0 none, 1 some, 2 wrong usage.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const words = process.argv.slice(2);
const asJson = words.includes('--json');
const [packages, schemaPath, ...files] = words.filter((word) => word !== '--json').map((word) => path.resolve(word));
if (!files.length) {
  console.error('usage: azure_pipelines_check.mjs PACKAGES SCHEMA [--json] FILE...');
  process.exit(2);
}

const print = console.log;
// The service traces what it does on standard output.
console.log = () => {};
const require = createRequire(path.join(packages, 'package.json'));
const service = require('azure-pipelines-language-service');
const { TextDocument } = require('vscode-languageserver-textdocument');

// The schema, extended by what the service is known to accept as well.
function completed(schema, gaps) {
  const { task } = schema.definitions;
  Object.assign(task.properties, gaps.properties_of_every_task);
  for (const [name, inputs] of Object.entries(gaps.tasks)) {
    const properties = {};
    const required = [];
    for (const [input, { needed, values }] of Object.entries(inputs)) {
      properties[input] = values ? { type: 'string', ignoreCase: 'value', enum: values } : { type: ['string', 'boolean', 'integer'] };
      if (needed) required.push(input);
    }
    const tag = { pattern: `^${name}$`, ignoreCase: 'value' };
    task.properties.task.anyOf.push({ enum: [name], ignoreCase: 'value' });
    task.anyOf.push({
      properties: { task: tag, inputs: { type: 'object', properties, required, additionalProperties: false } },
      required: required.length ? ['task', 'inputs'] : ['task'],
      firstProperty: ['task'],
    });
  }
  for (const { properties } of task.anyOf) {
    const inputs = gaps.needed_in_other_cases_only[(properties.task.pattern || '').replace(/[\^$]/g, '')];
    if (inputs) properties.inputs.required = properties.inputs.required.filter((input) => !inputs.includes(input));
  }
  return schema;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const gaps = JSON.parse(fs.readFileSync(path.join(here, 'schema_gaps.json'), 'utf8'));
const schemaText = JSON.stringify(completed(JSON.parse(fs.readFileSync(schemaPath, 'utf8')), gaps));
const language = service.getLanguageService(async () => schemaText, [], null, {
  resolveRelativePath: (relative, base) => new URL(relative, base).href,
});
language.configure({
  validate: true,
  customTags: [],
  schemas: [{ uri: 'file:///service-schema.json', fileMatch: ['*'], schema: service.ParseSchema(schemaText) }],
});

const ERROR = 1;
const WARNING = 2;
const SEVERITIES = { [ERROR]: 'error', [WARNING]: 'warning' };

async function findingsOf(file) {
  const text = fs.readFileSync(file, 'utf8');
  const document = TextDocument.create('file:///project/azure-pipelines.yml', 'azure-pipelines', 1, text);
  try {
    // Hints are about what is out of date, not about what is wrong.
    const found = await language.doValidation(document, service.parse(text));
    return found.filter((one) => one.severity <= WARNING);
  } catch (error) {
    return [{ severity: ERROR, range: { start: { line: 0, character: 0 } }, message: `the service fails: ${error.message}` }];
  }
}

const findings = [];
for (const file of files) {
  for (const { severity, range, message } of await findingsOf(file)) {
    findings.push({ file, line: range.start.line + 1, column: range.start.character + 1, severity: SEVERITIES[severity], message });
  }
}
if (asJson) print(JSON.stringify(findings));
else findings.forEach((one) => print(`${one.file}:${one.line}:${one.column}: ${one.severity}: ${one.message.slice(0, 300)}`));
process.exit(findings.length ? 1 : 0);
