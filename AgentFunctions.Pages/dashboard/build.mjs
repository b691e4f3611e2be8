// Bundles src into a folder of static files: node build.mjs FOLDER. Names of assets carry a hash, so that browsers may keep them for good.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.resolve(process.argv[2]);

await rm(path.join(folder, 'assets'), { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.tsx', 'src/styles/main.css'],
  entryNames: 'assets/[name]-[hash]',
  outdir: folder,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
});

const assets = Object.keys(metafile.outputs).map(file => path.relative(folder, path.resolve(here, file)).replaceAll(path.sep, '/'));
const page = await readFile(path.join(here, 'src/index.html'), 'utf8');
await writeFile(path.join(folder, 'index.html'), page
  .replace('main.css', assets.find(a => a.endsWith('.css')))
  .replace('main.js', assets.find(a => a.endsWith('.js'))));
await writeFile(path.join(folder, 'icon.svg'), await readFile(path.join(here, 'src/icon.svg')));
