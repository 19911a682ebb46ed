// One TensorFlow.js release a process, and how its user tells it the same thing as the users of the others do.
// Nothing here reaches into a release: only what its own documentation offers.
import {createRequire} from 'node:module';

const PACKAGES = {
  '0.14': 'tfjs-0.14',
  '1.7': 'tfjs-1.7',
  '2.8': 'tfjs-2.8',
  '3.21': 'tfjs-3.21',
  '4.22': '@tensorflow/tfjs',
};

/** What a release can do, and its own names for it. */
export async function release(name) {
  if (!(name in PACKAGES)) {
    throw new Error(`no release ${name}; there are ${Object.keys(PACKAGES).join(', ')}`);
  }
  const tf = createRequire(import.meta.url)(PACKAGES[name]);
  if (!tf.version.tfjs.startsWith(`${name}.`) || !tf.version['tfjs-core'].startsWith(`${name}.`)) {
    throw new Error(`${name} is mixed up with another release: ${JSON.stringify(tf.version)}`);
  }
  await tf.setBackend('cpu');
  const era = name === '0.14' ? beforeOne(tf) : sinceOne(tf);
  const [major] = name.split('.').map(Number);
  return {
    name, tf, ...era,
    keepsMetadata: major >= 1,
    keepsOptimizerWeights: major >= 1,
    restoresOptimizer: major >= 3,
    streamsWeights: major >= 4,
  };
}

/** Until 0.15 the second argument of browserHTTPRequest is the requestInit itself; tf.io.http does not exist. */
function beforeOne(tf) {
  return {
    handler: (url, {method, headers, fetchFunc} = {}) =>
      tf.io.browserHTTPRequest(url, requestInit(method, headers), undefined, fetchFunc),
    // a call in the words of today's documentation
    mistakenHandler: (url, {method, headers, fetchFunc} = {}) =>
      tf.io.browserHTTPRequest(url, {requestInit: requestInit(method, headers)}, undefined, fetchFunc),
    handlerNames: ['browserHTTPRequest'],
    loadLayers: source => tf.loadModel(source),
    readsGraphs: false,
    // shows the status text, not the number
    statusShown: status => new RegExp({401: 'Unauthorized', 404: 'Not Found', 405: 'Method Not Allowed'}[status]),
  };
}

/** Since 1.0 the requestInit is one of the options, and tf.io.http is the short name. */
function sinceOne(tf) {
  return {
    handler: (url, {method, headers, fetchFunc, factory = 'http'} = {}) =>
      tf.io[factory](url, {requestInit: requestInit(method, headers), fetchFunc}),
    // a call as old tutorials have it: the headers never leave the client, and PUT becomes POST
    mistakenHandler: (url, {method, headers, fetchFunc} = {}) =>
      tf.io.http(url, {...requestInit(method, headers), fetchFunc}),
    handlerNames: ['http', 'browserHTTPRequest'],
    loadLayers: source => tf.loadLayersModel(source),
    loadGraph: (url, options) => tf.loadGraphModel(url, options),
    readsGraphs: true,
    statusShown: status => new RegExp(`status code ${status}`),
  };
}

function requestInit(method, headers) {
  return {...(method && {method}), ...(headers && {headers})};
}
