// A network that can be cut: a relay before the server. The browser's own offline switch leaves open
// streams alone, so that alone would not try what happens when a connection breaks.
import { createServer, connect } from 'node:net';

export async function openNetwork(url) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  let isCut = false;
  const relay = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise((resolve) => { relay.listen(0, '127.0.0.1', resolve); });
  // A test that fails midway must not keep the process alive.
  relay.unref();
  const hangUp = () => { for (const socket of sockets) socket.destroy(); };
  return {
    url: `http://127.0.0.1:${relay.address().port}`,
    cut: () => {
      isCut = true;
      hangUp();
    },
    mend: () => { isCut = false; },
    close: () => new Promise((resolve) => {
      hangUp();
      relay.close(resolve);
    }),
  };
}
