// Holds recorded exchanges against an OpenAPI 3.1 description: node judge.mjs DESCRIPTION EXCHANGES prints a JSON array with one verdict an exchange.
// Shapes are judged by Ajv, which others wrote.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [description, exchanges] = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')));

// What servers add to answers of their own accord.
const unspoken = new Set(['date', 'server', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'cache-control', 'x-accel-buffering']);

// A description leaves room for fields to come; an answer of today may have none that it does not tell.
const close = node => {
  if (node === null || typeof node !== 'object') return;
  if (node.properties && node.additionalProperties === undefined) node.additionalProperties = false;
  Object.entries(node).filter(([key]) => key !== 'example' && key !== 'examples').forEach(([, value]) => close(value));
};
close(description.components.schemas);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addFormat('decimal', { type: 'number', validate: Number.isFinite });
ajv.addSchema(description, 'api');

const escape = part => part.replaceAll('~', '~0').replaceAll('/', '~1');
const resolve = (node, at) => node?.$ref ? [node.$ref.slice(2).split('/').reduce((n, p) => n[p.replaceAll('~1', '/').replaceAll('~0', '~')], description), node.$ref] : [node, at];
const checks = new Map();
const faultsOf = (pointer, value, what) => {
  if (!checks.has(pointer)) checks.set(pointer, ajv.compile({ $ref: `api${encodeURI(pointer)}` }));
  const check = checks.get(pointer);
  return check(value) ? [] : check.errors.map(e => `${what}${e.instancePath} ${e.message}${e.params.additionalProperty ? ` '${e.params.additionalProperty}'` : ''}`);
};

const parse = (text, what, faults) => {
  try {
    return JSON.parse(text);
  } catch {
    faults.push(`${what} is no JSON`);
    return undefined;
  }
};

const eventsOf = (text, faults) => text.split('\n\n').filter(block => block.split('\n').some(line => line.startsWith('data:'))).map(block => {
  const fields = Object.fromEntries(block.split('\n').filter(line => !line.startsWith(':')).map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  return { event: fields.event, ...(fields.id === undefined ? {} : { id: fields.id }), data: parse(fields.data, 'an event', faults) };
});

const bodyFaults = (content, at, type, text, what) => {
  const media = (type ?? '').split(';')[0].trim();
  if (!content || Object.keys(content).length === 0) return text ? [`${what} has a body, and none is declared`] : [];
  if (!content[media]) return [`${what} is ${media || 'of no type'}; declared are ${Object.keys(content)}`];
  const faults = [];
  const pointer = `${at}/content/${escape(media)}/schema`;
  if (media === 'text/event-stream') return [...faultsOf(`${pointer}/contentSchema`, eventsOf(text, faults), what), ...faults];
  if (media === 'application/x-ndjson') return [...faultsOf(`${pointer}/contentSchema`, text.split('\n').filter(line => line.trim()).map(line => parse(line, 'a line', faults)), what), ...faults];
  const value = parse(text, what, faults);
  return value === undefined ? faults : faultsOf(pointer, value, what);
};

const headerFaults = (response, at, headers) => {
  const declared = Object.entries(response.headers ?? {}).map(([name, header]) => [name.toLowerCase(), ...resolve(header, `${at}/headers/${escape(name)}`)]);
  return [
    ...declared.filter(([name, header]) => header.required && headers[name] === undefined).map(([name]) => `the header ${name} is missing`),
    ...declared.filter(([name]) => headers[name] !== undefined).flatMap(([name, header, pointer]) =>
      faultsOf(`${pointer}/schema`, header.schema.type === 'integer' ? Number(headers[name]) : headers[name], `the header ${name}`)),
    ...Object.keys(headers).filter(name => !unspoken.has(name) && !declared.some(([known]) => known === name)).map(name => `the header ${name} is not declared`),
  ];
};

const parametersOf = (item, operation) => [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameter => resolve(parameter, '')[0]);

// Of a request that was carried out; one that was refused need not be as described.
const requestFaults = (exchange, operation, parameters, at) => {
  const faults = [...new URLSearchParams(exchange.query).keys()].filter(name => !parameters.some(p => p.in === 'query' && p.name === name)).map(name => `the query has ${name}, which is not declared`);
  if (!exchange.requestBody) return operation.requestBody?.required ? [...faults, 'the request has no body'] : faults;
  return [...faults, ...(operation.requestBody ? bodyFaults(operation.requestBody.content, `${at}/requestBody`, exchange.requestType, exchange.requestBody, 'the request') : ['the request has a body, and none is declared'])];
};

// A path without placeholders goes before one with.
const routes = Object.keys(description.paths).sort((a, b) => a.split('{').length - b.split('{').length)
  .map(path => [path, new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)]);

const judge = exchange => {
  const method = exchange.method.toLowerCase();
  const [path] = routes.find(([path, form]) => form.test(exchange.path) && description.paths[path][method]) ?? [];
  if (!path) return { faults: [`${exchange.method} ${exchange.path} is not declared`] };
  const operation = description.paths[path][method];
  const at = `#/paths/${escape(path)}/${method}`;
  const status = [String(exchange.status), `${String(exchange.status)[0]}XX`, 'default'].find(known => operation.responses[known]);
  const verdict = { operation: operation.operationId, status: String(exchange.status), kind: null, faults: [] };
  if (!status) return { ...verdict, faults: [`the status ${exchange.status} is not declared`] };
  const [response, pointer] = resolve(operation.responses[status], `${at}/responses/${status}`);
  verdict.faults = [
    ...bodyFaults(response.content, pointer, exchange.type, exchange.body, 'the answer'),
    ...headerFaults(response, pointer, exchange.headers),
    ...(exchange.status < 400 ? requestFaults(exchange, operation, parametersOf(description.paths[path], operation), at) : []),
  ];
  if ((exchange.type ?? '').startsWith('application/problem+json')) {
    verdict.kind = JSON.parse(exchange.body).type.split(':').at(-1);
    if (!response.description.includes(`\`${verdict.kind}\``)) verdict.faults.push(`${verdict.kind} is not declared for the status ${exchange.status}`);
  }
  return verdict;
};

process.stdout.write(JSON.stringify(exchanges.map(judge)));
