import { describeTriage } from '../contracts/triage.ts';
import { aPast } from '../support/a-past.ts';

describeTriage('the triage on Postgres', aPast);
