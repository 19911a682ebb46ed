// The pair of URLs of the TensorFlow.js tutorial, against a registry run by the one command.
// With a key it is sent with the save; without one the registry must be open (anonymous publishing).
//   node tutorial.mjs --base http://127.0.0.1:8080 --release 4.22 [--key wh_…]
import {argumentsOf} from './arguments.mjs';
import {KINDS, snapshotOf} from './models.mjs';
import {Registry} from './registry.mjs';
import {release} from './releases.mjs';
import {check, expectEqual, summary} from './report.mjs';

const {base, key, release: releaseName} = argumentsOf({required: ['base', 'release'], optional: ['key']});
const client = await release(releaseName);
const built = KINDS.dense(client.tf);
const upload = `${base}/upload`;

let answer;
await check(`model.save('…/upload') publishes default/model ${key ? 'with the key' : 'without credentials'}`, async () => {
  const {responses: [response]} = await built.model.save(
      key ? client.handler(upload, {headers: new Registry(base, key).bearer}) : upload);
  answer = await response.json();
  expectEqual([response.status, answer.model, answer.created], [201, 'default/model', true], 'status, model, created');
});
for (const [what, url] of [['…/download/model.json', () => `${base}/download/model.json`], ['the link of the answer', () => answer.links.load]]) {
  await check(`loading by ${what} without credentials gives the same model`, async () => {
    const loaded = await client.loadLayers(url());
    expectEqual(await snapshotOf(loaded, built.input), await snapshotOf(built.model, built.input), 'weights and prediction');
  });
}
summary();
