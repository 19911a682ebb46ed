// A proxy that passes everything on and remembers which methods came by: what a page's own scripts cannot see.
import {createServer, request as ask} from 'node:http';

/** Listens before `base`. Its `methods` are those of all requests so far; ends with `close()`. */
export async function observe(base) {
  const methods = [];
  const server = createServer((request, response) => {
    methods.push(request.method);
    const {method, headers} = request;
    const passed = ask(new URL(request.url, base), {method, headers}, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    methods,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    },
  };
}
