import { describeHistory } from '../contracts/history.ts';
import { aPast } from '../support/a-past.ts';

describeHistory('the history on Postgres', aPast);
