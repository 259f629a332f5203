/** `npm run bench:scale` prints the tables of docs/scaling.md: groups of 1 to 32 members, by a model with measured costs. */
import { scaleTables } from './scale-tables.ts';

process.stdout.write(scaleTables());
