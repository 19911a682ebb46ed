// A web server as people have it for static files: on its own port, and so another origin than the registry's.
import {createServer} from 'node:http';

/** Serves what `find(path)` gives as `{type, bytes}`; anything else is 404. Ends with `close()`. */
export async function serve(find) {
  const server = createServer(async (request, response) => {
    const found = await find(new URL(request.url, 'http://localhost').pathname);
    if (found) {
      response.writeHead(200, {'Content-Type': found.type}).end(found.bytes);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    },
  };
}
