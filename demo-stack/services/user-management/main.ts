import { runService } from '../shared/run-service.ts';
import { describeUserManagement } from './user-management.ts';

await runService(describeUserManagement('1.4.2', ['id', 'email', 'name', 'created_at']));
