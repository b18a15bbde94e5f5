/**
 * A lab server in a process of its own, so that its memory can be measured. Every lab of it is a
 * pair of hosts with the programs of the first argument (JSON: source by "name@host"). Prints its port.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecordDatabase } from '#progress/record-database';
import { realParts } from '../../src/server/lab-socket.ts';
import { serveLabs } from '../../src/server/upgrade.ts';
import { sceneOfSources } from '../sandbox/scene.ts';

const scene = sceneOfSources('pair', JSON.parse(process.argv[2] ?? '{}') as Record<string, string>);
const server = createServer();
const labs = serveLabs(
  server,
  { ...realParts, loadScene: () => scene },
  {
    workspace: '/nonexistent',
    record: new RecordDatabase('/nonexistent/.record'),
  },
);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.once('SIGTERM', () => void labs.close().then(() => process.exit(0)));
console.log((server.address() as AddressInfo).port);
