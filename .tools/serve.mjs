// A small static file server on 127.0.0.1, like the plain hosts Lasku is made for: no fallback but 404.html, no compression.
//
//   node .tools/serve.mjs <folder> [port] [mount path] [--csp]
//
// --csp sends the page's own policy as a header, too.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** The file an address names, or null when it is outside the folder or not there. */
async function fileFor(folder, path) {
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (name.includes('\0')) return null;
  const file = resolve(join(folder, name.endsWith('/') ? `${name}index.html` : name));
  if (!file.startsWith(folder + sep)) return null;
  try {
    const info = await stat(file);
    return info.isFile() ? { file, length: info.size } : null;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return null;
    throw error;
  }
}

async function policyOf(folder) {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  return page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)[1];
}

/**
 * Serves a folder. `mount` begins and ends with a slash; `port` 0 takes a free one. `use(folder)` of the answer serves
 * another folder from then on, as an upload does. `rewrite` answers unknown addresses with the page and status 200, as hosts do
 * that were set up for apps.
 */
export async function serve(folder, { port = 0, mount = '/', csp = false, rewrite = false } = {}) {
  let current = resolve(folder);
  const answer = async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { pathname, search } = new URL(request.url, 'http://127.0.0.1');
    if (`${pathname}/` === mount) {
      response.writeHead(301, { location: mount + search }).end();
      return;
    }
    const below = pathname.startsWith(mount);
    const named = below ? await fileFor(current, pathname.slice(mount.length - 1)) : null;
    const found = named ?? (below && rewrite ? await fileFor(current, '/') : null);
    const sent = found ?? (below ? await fileFor(current, '/404.html') : null);
    const headers = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
    if (!sent) {
      response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('not found\n');
      return;
    }
    if (csp) headers['content-security-policy'] = await policyOf(current);
    headers['content-type'] = TYPES[extname(sent.file)] ?? 'application/octet-stream';
    headers['content-length'] = sent.length;
    response.writeHead(found ? 200 : 404, headers);
    if (request.method === 'HEAD') response.end();
    else createReadStream(sent.file).on('error', (error) => response.destroy(error)).pipe(response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy(error);
    });
  });
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: origin + mount,
    use: (next) => { current = resolve(next); },
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const [folder = 'dist', port = '8080', mount = '/'] = words;
  try {
    const { url } = await serve(folder, { port: Number(port), mount, csp: process.argv.includes('--csp') });
    console.log(`\n  Lasku is at ${url}\n  Ctrl+C ends it.\n`);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${port} is taken. Choose another: make run PORT=8090`);
    process.exit(1);
  }
}
