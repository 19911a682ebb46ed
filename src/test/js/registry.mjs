// The registry as a plain HTTP client sees it: URLs of the contract, digests, credentials.
import {createHash} from 'node:crypto';

export class Registry {
  constructor(base, key) {
    this.base = base;
    this.bearer = {Authorization: `Bearer ${key}`};
    this.apiKey = {'X-API-Key': key};
  }

  save(model) {
    return `${this.base}/models/${model}`;
  }

  /** The answer to the making of a link: `versions/1/links`, `aliases/production/links` or `save-links` of that model. */
  async link(model, what) {
    const response = await fetch(`${this.base}/api/v1/models/${model}/${what}`, {
      method: 'POST', headers: {...this.bearer, 'Content-Type': 'application/json'}, body: JSON.stringify({expiresIn: 'PT1H'}),
    });
    if (response.status !== 201) {
      throw new Error(`no link: ${response.status} ${await response.text()}`);
    }
    return response.json();
  }

  /** Sets quotas of a namespace. */
  async limit(namespace, quotas) {
    const response = await fetch(`${this.base}/api/v1/namespaces/${namespace}`, {
      method: 'PUT', headers: {...this.bearer, 'Content-Type': 'application/json'}, body: JSON.stringify(quotas),
    });
    if (!response.ok) {
      throw new Error(`no quota: ${response.status} ${await response.text()}`);
    }
  }

  /** A key that may do that in that namespace, as headers. */
  async keyFor(namespace, ...permissions) {
    const response = await fetch(`${this.base}/api/v1/keys`, {
      method: 'POST', headers: {...this.bearer, 'Content-Type': 'application/json'},
      body: JSON.stringify({name: 'client', grants: [{namespace, permissions}]}),
    });
    if (response.status !== 201) {
      throw new Error(`no key: ${response.status} ${await response.text()}`);
    }
    return {'X-API-Key': (await response.json()).secret};
  }

  /** What went wrong with the last refused save of that caller; it is noted a moment after the answer. */
  async lastRefusal(headers) {
    for (;;) {
      const {items} = JSON.parse(await this.bytes(`${this.base}/api/v1/refusals`, headers));
      if (items.length > 0) {
        return items[0];
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  bare(model) {
    return `${this.base}/models/${model}/model.json`;
  }

  /** The URLs by which the version of a save's answer can be loaded while it is the newest. */
  loads({model, version, digest}) {
    return {
      'its number': `${this.base}/models/${model}/${version}/model.json`,
      'its digest': `${this.base}/models/${model}/${digest}/model.json`,
      '@latest': `${this.base}/models/${model}/@latest/model.json`,
      'the bare model.json': this.bare(model),
      'the tutorial\'s form': `${this.base}/download/${model}/model.json`,
      'a URL with a query': `${this.base}/models/${model}/model.json?tfjs-format=file&v=1`,
    };
  }

  /** Bytes of a URL with credentials; anything but 200 is an error. */
  async bytes(url, headers = this.bearer) {
    const response = await fetch(url, {headers});
    if (response.status !== 200) {
      throw new Error(`GET ${url}: ${response.status} ${await response.text()}`);
    }
    return Buffer.from(await response.arrayBuffer());
  }
}

export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What `sha256sum model.json a.bin … | sha256sum` prints; `files` in the order of the contract. */
export function digestOf(files) {
  return `sha256-${sha256(files.map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(''))}`;
}
