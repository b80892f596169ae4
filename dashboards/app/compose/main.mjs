// Composes the schema of boards, and the TypeScript that goes with it, from the schemas of the tile types.
import { fileURLToPath } from 'node:url';
import { writeComposed } from './compose.mjs';

writeComposed(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
