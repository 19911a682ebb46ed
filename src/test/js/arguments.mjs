// The arguments every script here takes: where the registry is and what to call with.
import {parseArgs} from 'node:util';

/** Parses `--base http://… --key wh_… --release 4.22`; the optional names may be left out. */
export function argumentsOf({required = [], optional = []}) {
  const names = [...required, ...optional];
  const {values} = parseArgs({options: Object.fromEntries(names.map(name => [name, {type: 'string'}]))});
  const missing = required.filter(name => !values[name]);
  if (missing.length > 0) {
    console.error(`missing: ${missing.map(name => `--${name}`).join(', ')}`);
    process.exit(2);
  }
  if (values.base) {
    values.base = values.base.replace(/\/+$/, '');
  }
  return values;
}
