// Checks as JSON lines on standard output: one line a check, a summary at the end, exit code 1 when one failed.
import {isDeepStrictEqual} from 'node:util';

const CHECK_LIMIT_MS = 60_000;

let passed = 0;
let failed = 0;

/** Runs one check; its name is a sentence, a failure is told in the words of what was expected. */
export async function check(name, body) {
  const started = performance.now();
  const line = {check: name, ok: true};
  try {
    await withinLimit(body());
    passed++;
  } catch (error) {
    failed++;
    line.ok = false;
    line.error = describe(error);
  }
  line.ms = Math.round(performance.now() - started);
  console.log(JSON.stringify(line));
}

/** The last line says how many checks there were, so that a script that died half-way is not taken for a success. */
export function summary() {
  console.log(JSON.stringify({summary: {checks: passed + failed, failed}}));
  process.exitCode = failed === 0 ? 0 : 1;
}

export function expect(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

export function expectEqual(actual, expected, what) {
  expect(isDeepStrictEqual(actual, expected),
      `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Asserts that the promise fails and that the text a user would see matches. */
export async function expectFailure(promise, pattern, what) {
  const error = await promise.then(() => null, reason => reason);
  expect(error !== null, `${what}: should have failed`);
  expect(pattern.test(error.message), `${what}: expected a message like ${pattern}, got "${error.message}"`);
}

async function withinLimit(work) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** fetch hides the reason ("fetch failed") in the cause. */
function describe(error) {
  const cause = error.cause ? ` (${error.cause.code ?? error.cause.message ?? error.cause})` : '';
  return `${error.message ?? error}${cause}\n${error.stack ?? ''}`;
}
