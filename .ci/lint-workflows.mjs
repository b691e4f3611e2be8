// Checks the workflow files with GitHub's own language service; prints each fault and exits 1 when there is one.
//   node .ci/lint-workflows.mjs FILE...
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { basename } from 'node:path';

// The service imports JSON without saying so, which Node refuses.
const loader = `
  import { readFile } from 'node:fs/promises';
  export async function load(url, context, next) {
    return url.endsWith('.json')
      ? { format: 'module', shortCircuit: true, source: 'export default ' + await readFile(new URL(url), 'utf8') }
      : next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(loader)}`);

const { validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');

let faults = 0;
for (const file of process.argv.slice(2)) {
  const document = TextDocument.create(`file:///.github/workflows/${basename(file)}`, 'yaml', 1, readFileSync(file, 'utf8'));
  for (const fault of await validate(document)) {
    console.log(`${file}:${fault.range.start.line + 1}: ${fault.message}`);
    faults++;
  }
}

process.exit(faults > 0 ? 1 : 0);
