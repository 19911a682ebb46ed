// What runs inside the browser's page: TensorFlow.js as a page has it, between its own stores and the registry.
import {KINDS} from './models.mjs';

const {tf} = globalThis;
await tf.setBackend('cpu');

/** A model that the page keeps in one of its stores goes to the registry and comes back. */
async function fromStore(scheme, url, headers) {
  const {model, input} = await KINDS.convolutional(tf);
  await model.save(`${scheme}://mine`);
  const kept = await tf.loadLayersModel(`${scheme}://mine`);
  const {responses: [response]} = await kept.save(tf.io.http(url, {requestInit: {headers}}));
  const answer = await response.json();
  const loaded = await tf.loadLayersModel(answer.links.load, {requestInit: {headers}});
  return {status: response.status, answer, made: await snapshot(model, input), loaded: await snapshot(loaded, input)};
}

/** Saves a model that is another one each time; with that much text in it. */
async function saved(url, headers, textBytes = 0) {
  const {model} = await KINDS.convolutional(tf);
  if (textBytes > 0) {
    model.setUserDefinedMetadata({notes: 'x'.repeat(textBytes)});
  }
  const {responses: [response]} = await model.save(tf.io.http(url, {requestInit: {headers}}));
  return response.status;
}

/** A model of the registry goes into one of the page's stores and comes out again. */
async function intoStore(scheme, url, headers) {
  const model = await tf.loadLayersModel(url, {requestInit: {headers}});
  await model.save(`${scheme}://theirs`);
  const kept = await tf.loadLayersModel(`${scheme}://theirs`);
  return {loaded: await snapshot(model), kept: await snapshot(kept)};
}

/** A model of the page's own store goes to a link, and one behind a link into the store: two URLs, no header. */
async function copyByLinks(saveLink, loadLink) {
  const {model, input} = await KINDS.convolutional(tf);
  await model.save('indexeddb://m');
  await tf.io.copyModel('indexeddb://m', saveLink);
  await tf.io.copyModel(loadLink, 'indexeddb://m');
  const kept = await tf.loadLayersModel('indexeddb://m');
  return {made: await snapshot(model, input), kept: await snapshot(kept, input)};
}

/** The browser downloads a model as two files. */
async function download(name) {
  const {model, input} = await KINDS.convolutional(tf);
  await model.save(`downloads://${name}`);
  return snapshot(model, input);
}

async function load(url, headers) {
  return snapshot(await tf.loadLayersModel(url, {requestInit: {headers}}));
}

/** The files that somebody chose in the page's form. */
async function fromFiles() {
  const {files} = document.querySelector('input[type=file]');
  return snapshot(await tf.loadLayersModel(tf.io.browserFiles([...files])));
}

async function fromMemory(url, headers) {
  const artifacts = await (await fetch(url, {headers})).json();
  artifacts.weightData = Uint8Array.from(atob(artifacts.weightData), c => c.charCodeAt(0)).buffer;
  return snapshot(await tf.loadLayersModel(tf.io.fromMemory(artifacts)));
}

/** Weights, and what the model makes of an input, as dtype, shape and bits. */
async function snapshot(model, input = tf.ones([1, ...model.inputs[0].shape.slice(1)])) {
  const tensors = [...model.getWeights(), model.predict(input)];
  return Promise.all(tensors.map(async tensor => {
    const values = await tensor.data();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return {dtype: tensor.dtype, shape: tensor.shape, bits: [...bytes].map(b => b.toString(16).padStart(2, '0')).join('')};
  }));
}

globalThis.inPage = {fromStore, saved, intoStore, copyByLinks, download, load, fromFiles, fromMemory};
