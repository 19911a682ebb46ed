// Writes a real Keras model as tensorflowjs_converter leaves it: several groups, several shards, files beside them.
//   node converter-folder.mjs --into web_model
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {argumentsOf} from './arguments.mjs';
import {splitByLayer} from './folders.mjs';
import {converterFolder} from './nsfw-models.mjs';

const {into} = argumentsOf({required: ['into']});
const files = [...splitByLayer(await converterFolder('mobilenet_v2')), ['assets/labels.txt', 'drawing\nneutral\n'],
  ['metadata.json', '{"labels":["drawing","neutral"]}'], ['.DS_Store', 'left behind by a desktop']];
for (const [path, bytes] of files) {
  await mkdir(dirname(join(into, path)), {recursive: true});
  await writeFile(join(into, path), bytes);
}
console.log(files.length);
